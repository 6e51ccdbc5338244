import { html, type Html } from '#runtime';
import type { FactorError, FactorField } from '../domain/factors.js';
import type { PageContent } from './lookup-page.js';
import type { Texts } from './texts.js';

/** The two ways to search, each a form of its own. Both are sent as a body, so that no address holds a person. */
export function forms(content: PageContent, texts: Texts): Html {
  return html`<div class="ways">
    ${searchForm(BY_CERTIFICATE, content, texts)} ${searchForm(BY_ID_NUMBER, content, texts)}
  </div>`;
}

interface Way {
  readonly id: 'byCertificate' | 'byIdNumber';
  readonly number: 'certificateNo' | 'idNumber';
  readonly maxlength: number;
}

const BY_CERTIFICATE: Way = { id: 'byCertificate', number: 'certificateNo', maxlength: 60 };
const BY_ID_NUMBER: Way = { id: 'byIdNumber', number: 'idNumber', maxlength: 40 };

/** Which of the two forms a typed form came from. */
export const formIdOf = (form: PageContent['form']): Way['id'] =>
  form?.idNumber === undefined ? 'byCertificate' : 'byIdNumber';

function searchForm(way: Way, content: PageContent, texts: Texts): Html {
  const typed = typedIn(way, content);
  const errors = typed && content.outcome?.kind === 'MISTYPED' ? content.outcome.errors : [];
  const field = (name: FactorField, hint: string, maxlength: number) =>
    input({
      id: `${way.id}-${name}`,
      name,
      label: texts.fields[name],
      hint,
      maxlength,
      value: typed?.[name],
      error: errorOf(errors, name, texts),
    });
  return html`<section aria-labelledby="${way.id}-heading">
    <h2 id="${way.id}-heading">${texts[way.id].heading}</h2>
    <p class="hint">${texts[way.id].hint}</p>
    <form method="post" action="/verify?lang=${content.language}" autocomplete="off" novalidate>
      ${field(way.number, texts.fields[`${way.number}Hint`], way.maxlength)}
      ${field('name', texts.fields.nameHint, 100)}
      <button type="submit">${texts.submit}</button>
    </form>
  </section>`;
}

/**
 * What is put back into the form: whatever still has to be corrected or sent again. After an answer the form is
 * empty, because the next person at the counter must not find it filled.
 */
function typedIn(way: Way, { outcome, form }: PageContent): PageContent['form'] {
  if (!outcome || outcome.kind === 'ID_NUMBER_IN_ADDRESS' || formIdOf(form) !== way.id) return undefined;
  if (outcome.kind === 'ANSWERED' && outcome.answer.result !== 'CANNOT_TELL') return undefined;
  return form;
}

function errorOf(errors: readonly FactorError[], field: FactorField, texts: Texts): string | undefined {
  const error = errors.find((each) => each.field === field);
  return error && texts.errors[error.code];
}

interface Input {
  readonly id: string;
  readonly name: FactorField;
  readonly label: string;
  readonly hint: string;
  readonly maxlength: number;
  readonly value?: string;
  readonly error?: string;
}

function input({ id, name, label, hint, maxlength, value = '', error }: Input): Html {
  return html`<div class="field${error !== undefined && ' wrong'}">
    <label for="${id}">${label}</label>
    <p class="hint" id="${id}-hint">${hint}</p>
    ${error !== undefined && html`<p class="error" id="${id}-error">${error}</p>`}
    <input
      id="${id}"
      name="${name}"
      type="text"
      value="${value}"
      maxlength="${maxlength}"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      required
      aria-describedby="${error !== undefined && `${id}-error `}${id}-hint"
      ${error !== undefined && html`aria-invalid="true"`}
    />
  </div>`;
}
