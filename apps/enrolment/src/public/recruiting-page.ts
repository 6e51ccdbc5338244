import { regionName } from '#national-codes';
import { html, type Html, languageTag, type PageLanguage, stylesheetPath } from '#runtime';
import type { PublicQualification } from './list-recruiting.js';
import { type Texts, textsOf } from './recruiting-texts.js';

const FILTERS = ['school', 'schoolCode', 'regionCode', 'level', 'mode'] as const;
type Filter = (typeof FILTERS)[number];
type Labels = Readonly<Record<string, string>>;

export interface RecruitingContent {
  readonly language: PageLanguage;
  /** the day that the list is of */
  readonly asOf: string;
  readonly items: readonly PublicQualification[];
  readonly nextCursor?: string;
  /** what was asked for, by parameter */
  readonly asked: Readonly<Partial<Record<Filter, string>>>;
  /** districts to choose from, by their codes */
  readonly regions: Labels;
}

/** The whole page. Names of schools and districts are Chinese whatever its language, and say so. */
export function recruitingPage(content: RecruitingContent): string {
  const { language, asOf, items, nextCursor } = content;
  const texts = textsOf(language);
  const other: PageLanguage = language === 'zh' ? 'en' : 'zh';
  return html`<!doctype html>
    <html lang="${languageTag[language]}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${texts.title}</title>
        <link rel="stylesheet" href="/${stylesheetPath}" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <header>
          <div class="column">
            <p class="brand"><a href="/recruiting?lang=${language}">${texts.brand}</a></p>
            <a
              class="language"
              href="${addressOf(content, { lang: other })}"
              lang="${languageTag[other]}"
              hreflang="${languageTag[other]}"
              >${texts.otherLanguage}</a
            >
          </div>
        </header>
        <main class="column">
          <h1>${texts.title}</h1>
          <p class="intro">${texts.intro(asOf)}</p>
          ${searchForm(content, texts)} ${items.length > 0 ? rows(items, texts) : html`<p>${texts.none}</p>`}
          ${nextCursor && html`<p><a href="${addressOf(content, { lang: language, cursor: nextCursor })}">${texts.next}</a></p>`}
        </main>
      </body>
    </html>`.text;
}

const valueOf = ({ asked }: RecruitingContent, name: Filter) => asked[name] ?? '';

function addressOf(content: RecruitingContent, more: Record<string, string>): string {
  const kept = FILTERS.map((name) => [name, valueOf(content, name)] as const).filter(([, value]) => value);
  return `/recruiting?${new URLSearchParams({ ...Object.fromEntries(kept), ...more }).toString()}`;
}

function searchForm(content: RecruitingContent, texts: Texts): Html {
  const typed = (name: Filter, label: string) =>
    field(
      name,
      label,
      html`<input
        id="${name}"
        name="${name}"
        type="text"
        maxlength="100"
        value="${valueOf(content, name)}"
      />`,
    );
  const chosen = (name: Filter, label: string, options: Labels) =>
    field(
      name,
      label,
      html`<select id="${name}" name="${name}">
        <option value="">${texts.any}</option>
        ${Object.entries(options).map(
          ([code, title]) =>
            html`<option value="${code}" ${code === valueOf(content, name) && html`selected`}>
              ${title}
            </option>`,
        )}
      </select>`,
    );
  return html`<form class="filters" method="get" action="/recruiting">
    <input type="hidden" name="lang" value="${content.language}" />
    ${typed('school', texts.school)} ${typed('schoolCode', texts.schoolCode)}
    ${chosen('regionCode', texts.region, content.regions)} ${chosen('level', texts.level, texts.levels)}
    ${chosen('mode', texts.mode, texts.modes)}
    <button type="submit">${texts.search}</button>
  </form>`;
}

const field = (name: Filter, label: string, control: Html): Html =>
  html`<div class="field"><label for="${name}">${label}</label>${control}</div>`;

function rows(items: readonly PublicQualification[], texts: Texts): Html {
  return html`<div class="rows">
    <table>
      <thead>
        <tr>
          ${texts.columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${items.map((each) => row(each, texts))}
      </tbody>
    </table>
  </div>`;
}

const named = (codes: readonly string[], labels: Labels): string =>
  codes.map((code) => labels[code] ?? code).join(' · ');

function row(each: PublicQualification, texts: Texts): Html {
  return html`<tr>
    <th scope="row"><span lang="zh-CN">${each.schoolName}</span> ${each.schoolCode}</th>
    <td>${named([each.schoolType], texts.types)}</td>
    <td lang="zh-CN">${regionName(each.regionCode, each.validTo) ?? each.regionCode}</td>
    <td>${named(each.levels, texts.levels)}</td>
    <td>
      ${named(each.modes, texts.modes)}${each.outOfCityAllowed && html`<span class="note">${texts.outOfCity}</span>`}
    </td>
    <td>${texts.period(each.validFrom, each.validTo)}</td>
    <td>${each.publicationNo}</td>
  </tr>`;
}
