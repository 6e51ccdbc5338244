import { html, type Html } from '#runtime';
import type { MaskedCertificate } from '../domain/answer.js';
import { type Language, treatmentNote } from '../domain/treatment.js';
import { printedDay } from './dates.js';
import type { Texts } from './texts.js';

/** What is registered of a certificate, masked. Names are Chinese whatever the page's language, and say so. */
export function certificateDetails(certificate: MaskedCertificate, language: Language, texts: Texts): Html {
  const { labels } = texts;
  const day = (text: string) => printedDay(text, language);
  const rows: [string, Html | string][] = [
    [labels.certificateNo, certificate.certificateNo],
    [labels.kind, texts.kinds[certificate.kind] ?? certificate.kind],
    [labels.name, inChinese(certificate.maskedName)],
    [labels.idNumber, certificate.maskedIdNumber],
    [labels.school, inChinese(certificate.schoolName)],
    [labels.major, inChinese(certificate.majorName)],
    [labels.classType, texts.classTypes[certificate.classType] ?? certificate.classType],
    [labels.studyMode, texts.studyModes[certificate.studyMode]],
    [labels.period, texts.period(day(certificate.from), day(certificate.to))],
    [labels.issueDate, day(certificate.issueDate)],
    [labels.treatment, treatment(certificate, language)],
    ...(certificate.takenOver ? [[labels.takenOver, texts.takenOver] satisfies [string, string]] : []),
  ];
  return html`<dl>
    ${rows.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

const inChinese = (text: string): Html => html`<span lang="zh-CN">${text}</span>`;

function treatment({ treatment: { as, statement } }: MaskedCertificate, language: Language): Html {
  return html`${statement[language]}${as !== 'NONE' && html`<span class="note">${treatmentNote[language]}</span>`}`;
}
