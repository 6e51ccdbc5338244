import { html, languageTag, stylesheetPath } from '#runtime';
import type { Language } from '../domain/treatment.js';
import type { LookupForm } from '../verification/verification-schemas.js';
import type { Outcome } from '../verification/outcome.js';
import { forms } from './forms.js';
import { resultOf } from './result.js';
import { type Texts, textsOf } from './texts.js';

export interface PageContent {
  readonly language: Language;
  /** What became of the search that this page answers; none on the first visit. */
  readonly outcome?: Outcome;
  /** What was typed. */
  readonly form?: LookupForm;
}

/** The whole page. Its title begins with the result, since that is what a screen reader says first. */
export function lookupPage(content: PageContent): string {
  const { language, outcome } = content;
  const texts = textsOf(language);
  const other: Language = language === 'zh' ? 'en' : 'zh';
  return html`<!doctype html>
    <html lang="${languageTag[language]}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${[outcome && `${headlineOf(outcome, texts)} – `, texts.title]}</title>
        <link rel="stylesheet" href="/${stylesheetPath}" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <header>
          <div class="column">
            <p class="brand"><a href="/?lang=${language}">${texts.sample}</a></p>
            <a
              class="language"
              href="/?lang=${other}"
              lang="${languageTag[other]}"
              hreflang="${languageTag[other]}"
              >${texts.otherLanguage}</a
            >
          </div>
        </header>
        <main class="column">
          <h1>${texts.title}</h1>
          ${outcome ? resultOf(outcome, content, texts) : html`<p class="intro">${texts.intro}</p>`}
          ${forms(content, texts)}
        </main>
        <footer><p class="column">${texts.privacy}</p></footer>
      </body>
    </html>`.text;
}

function headlineOf(outcome: Outcome, texts: Texts): string {
  if (outcome.kind === 'MISTYPED') return texts.errorTitle;
  return texts.headings[outcome.kind === 'ANSWERED' ? outcome.answer.result : outcome.kind];
}
