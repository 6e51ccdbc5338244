import { z } from 'zod';
import { defineEvent } from '../event-definition.js';
import { day, field, happenedAt, id, schoolCode } from '../fields.js';
import type { ServiceName } from '../topics.js';

const AT = '2026-06-30T08:00:00.000Z';
const REGISTRATION = { registrationId: '019aaf00-0000-7000-8000-000000000002' };
const CERTIFICATE = { certificateNo: '2026500000S001200001' };

/** Three services publish what follows from graduations in the same two forms, each in a topic of its own. */
type Publisher = Extract<ServiceName, 'certificates' | 'certificate-lookup' | 'employment'>;

/** A key of its own for all digests of a service: so they stay in order, and a run ends after its digests. */
const publishedBy = (service: Publisher, name: string) =>
  ({
    type: `${service}.${name}.v1`,
    topic: `${service}.digests.v1`,
    subject: 'service',
    key: 'service',
  }) as const;

const head = (service: Publisher) => ({
  service: field(z.literal(service), 'Who holds it', service),
  asOf: happenedAt('All that was committed by then is counted; what came later may be or not'),
});

const digestItem = z
  .object({
    registrationId: field(id, '学籍; the lookup knows none', REGISTRATION.registrationId).optional(),
    certificateNo: field(z.string(), '证书编号, where there is one', CERTIFICATE.certificateNo).optional(),
    revoked: field(z.boolean(), 'Whether it is revoked', false),
    at: happenedAt('Since when it is as it is'),
  })
  .describe('One thing that a digest counts');
export type DigestItem = z.infer<typeof digestItem>;

const hash = (example: string) =>
  field(
    z.string().regex(/^[0-9a-f]{16}$/),
    'Independent of the order: the sum, modulo 2^64, of the first eight bytes (big-endian) of the SHA-256 of each line ' +
      '`<certificateNo, or registrationId where there is none> <LIVE or REVOKED>`, in 16 hexadecimal digits',
    example,
  );

const count = z.int().nonnegative();

const digest = (
  service: Publisher,
  name: string,
  of: string,
  example: { hash: string; item: Pick<DigestItem, 'registrationId' | 'certificateNo'> },
) =>
  defineEvent({
    ...publishedBy(service, name),
    description: `${of} of one school and one day in China on which graduations were approved, the day of issue of their certificates. Of many items it comes in parts; counts and hash are always those of the whole.`,
    data: z.object({
      ...head(service),
      schoolCode,
      day: field(day, 'Day of the approval, in China', '2026-06-30'),
      live: field(count, 'How many are not revoked', 1),
      revoked: field(count, 'How many are revoked', 0),
      hash: hash(example.hash),
      part: field(z.int().positive(), 'Which part this is, from 1', 1),
      parts: field(z.int().positive(), 'How many parts there are', 1),
      items: field(z.array(digestItem), 'What is counted, in this part', [
        { ...example.item, revoked: false, at: AT },
      ]),
    }),
  });

const digestsPublished = (
  service: Publisher,
  name: string,
  letter: { topic: string; type: string; subject: string },
) =>
  defineEvent({
    ...publishedBy(service, name),
    description:
      'Ends a run of digests: of a school and a day between `from` and `to` that the run with this `asOf` did not name, ' +
      'the service holds nothing.',
    data: z.object({
      ...head(service),
      from: field(day, 'First day', '2026-06-01'),
      to: field(day, 'Last day', '2026-06-30'),
      olderDays: z
        .array(field(day, 'Day before `from`', '2019-06-30'))
        .describe(
          'Days before `from` of which the run has digests as well: something of them was revoked since `from`. Of the other ' +
            'days before it nothing was',
        )
        .optional(),
      digests: field(count, 'How many digests of a school and a day the run has', 1),
      deadLettersOpen: field(count, 'How many dead letters of the service are open', 1),
      deadLetters: z
        .array(
          z
            .object({
              topic: field(z.string(), 'Where the event came from', letter.topic),
              type: field(z.string(), 'Its type', letter.type),
              subject: field(
                z.string(),
                'The aggregate that it is about, where it names one',
                letter.subject,
              ),
              reason: field(z.string(), 'Why it was set aside', 'FAILED'),
              since: happenedAt('When it was set aside'),
            })
            .describe('An event that the service could not handle'),
        )
        .max(1000)
        .describe('Those that are open, the oldest first'),
    }),
  });

const graduation = {
  topic: 'student-records.graduations.v1',
  type: 'student-records.StudentGraduated.v1',
  subject: REGISTRATION.registrationId,
};
const lookupState = {
  topic: 'certificates.lookup.v1',
  type: 'certificates.CertificateLookupState.v1',
  subject: CERTIFICATE.certificateNo,
};

/** Published to outsiders, who can hold theirs against it. */
export const CertificateDigest = digest('certificates', 'CertificateDigest', 'The certificates', {
  hash: 'da0e2e354636343d',
  item: { ...REGISTRATION, ...CERTIFICATE },
});
export const CertificateDigestsPublished = digestsPublished(
  'certificates',
  'CertificateDigestsPublished',
  graduation,
);

/** The answer of the lookup to the published contract. */
export const EntryDigest = digest('certificate-lookup', 'EntryDigest', 'What the lookup shows', {
  hash: 'da0e2e354636343d',
  item: CERTIFICATE,
});
export const EntryDigestsPublished = digestsPublished(
  'certificate-lookup',
  'EntryDigestsPublished',
  lookupState,
);

export const CaseDigest = digest('employment', 'CaseDigest', 'The employment cases', {
  hash: '2ef4023ca52dd41f',
  item: REGISTRATION,
});
export const CaseDigestsPublished = digestsPublished('employment', 'CaseDigestsPublished', graduation);
