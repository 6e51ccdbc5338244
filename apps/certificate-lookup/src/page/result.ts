import { html, type Html } from '#runtime';
import type { Answer, Finding } from '../domain/answer.js';
import type { FactorError } from '../domain/factors.js';
import type { Outcome } from '../verification/outcome.js';
import { certificateDetails } from './certificate-details.js';
import { dayOf, momentOf } from './dates.js';
import { formIdOf } from './forms.js';
import type { PageContent } from './lookup-page.js';
import type { Texts } from './texts.js';

/** What became of the search. It takes the focus, so that keyboard and screen reader are where the answer is. */
export function resultOf(outcome: Outcome, content: PageContent, texts: Texts): Html {
  switch (outcome.kind) {
    case 'ANSWERED':
      return answered(outcome.answer, content, texts);
    case 'MISTYPED':
      return errorSummary(outcome.errors, content, texts);
    case 'TOO_MANY':
      return panel('neutral', texts.headings.TOO_MANY, [texts.sentences.TOO_MANY(outcome.retryAfterSeconds)]);
    case 'ID_NUMBER_IN_ADDRESS':
      return panel('neutral', texts.headings.ID_NUMBER_IN_ADDRESS, [texts.sentences.ID_NUMBER_IN_ADDRESS]);
    default:
      return outcome satisfies never;
  }
}

const TONES = {
  VALID: 'good',
  REVOKED: 'bad',
  SUSPENDED: 'caution',
  SUPERSEDED: 'caution',
  NOT_FOUND: 'neutral',
  CANNOT_TELL: 'neutral',
} as const;
type Tone = (typeof TONES)[Answer['result']];

function answered(answer: Answer, { language }: PageContent, texts: Texts): Html {
  const asOf = answer.asOf && html`<p class="as-of">${texts.asOf(momentOf(answer.asOf, language))}</p>`;
  const heading = texts.headings[answer.result];
  if (answer.result === 'NOT_FOUND' || answer.result === 'CANNOT_TELL')
    return panel(TONES[answer.result], heading, [texts.sentences[answer.result]], asOf);
  const others = answer.others?.map(
    (other) =>
      html`<h4>${texts.headings[other.result]}</h4>
        ${sentences(other, language, texts)} ${certificateDetails(other.certificate, language, texts)}`,
  );
  return panel(
    TONES[answer.result],
    heading,
    [],
    html`${sentences(answer, language, texts)} ${certificateDetails(answer.certificate, language, texts)}
      <p class="hint">${texts.masked}</p>
      ${
        others &&
        html`<h3>${texts.others}</h3>
          ${others}`
      }
      ${asOf}`,
  );
}

function sentences(
  { result, statusAt, replacedBy }: Finding,
  language: PageContent['language'],
  texts: Texts,
): Html {
  const sentence =
    result === 'VALID' ? texts.sentences.VALID : texts.sentences[result](dayOf(statusAt, language));
  return html`<p>${sentence}</p>
    ${replacedBy !== undefined && html`<p><strong>${texts.sentences.replacedBy(replacedBy)}</strong></p>`}`;
}

function panel(tone: Tone, heading: string, lines: string[], rest?: Html): Html {
  return html`<section
    id="result"
    class="panel ${tone}"
    tabindex="-1"
    autofocus
    aria-labelledby="result-heading"
  >
    <h2 id="result-heading">${heading}</h2>
    ${lines.map((line) => html`<p>${line}</p>`)} ${rest}
  </section>`;
}

/** Says everything that is wrong in one place, each with a link to its field. */
function errorSummary(errors: readonly FactorError[], { form }: PageContent, texts: Texts): Html {
  const items = errors.map(
    ({ field, code }) => html`<li><a href="#${formIdOf(form)}-${field}">${texts.errors[code]}</a></li>`,
  );
  return html`<section
    id="errors"
    class="panel bad"
    role="alert"
    tabindex="-1"
    autofocus
    aria-labelledby="errors-heading"
  >
    <h2 id="errors-heading">${texts.errorHeading}</h2>
    <ul>
      ${items}
    </ul>
  </section>`;
}
