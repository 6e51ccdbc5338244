import { v7 as uuidv7 } from 'uuid';
import { Transitions } from '#aggregates';
import { FormerGraduateTakenOver } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { insertDataKeys, Sealer } from '#security';
import {
  certificates,
  sealIdNumber,
  subjectOf,
  takeOverCertificates,
} from '../../certificates/certificates.js';
import { type Issued, takenOver } from '../../domain/certificate.js';
import { numberPrefix, serialOf } from '../../domain/certificate-number.js';

type TakenOver = Received<typeof FormerGraduateTakenOver>;

/** 接管历届毕业生: the lookup shows the certificates that they were given on paper. */
@ReactsTo(FormerGraduateTakenOver)
export class TakeOverCertificates {
  constructor(
    private readonly sealer: Sealer,
    private readonly transitions: Transitions,
  ) {}

  async handle(events: TakenOver[], tx: Transaction): Promise<void> {
    const graduates = [...new Map(events.map((event) => [event.data.certificateNo, event])).values()];
    const made = graduates.map((causedBy) => {
      const { certificateNo, identity, takenOverAt } = causedBy.data;
      const certificateId = uuidv7();
      const { key, row } = this.sealer.newDataKey(subjectOf(certificateId));
      const idNumberSealed = sealIdNumber(identity.idNumber, certificateId, key);
      const issued = { status: 'ISSUED', version: 1, issuedAt: takenOverAt } as const;
      const after: Issued = { ...takenOver(causedBy.data), certificateId, certificateNo, idNumberSealed, ...issued }; // prettier-ignore
      return { after, causedBy, row };
    });
    await keepSerialsAhead(tx, made.map(({ after }) => after)); // prettier-ignore
    const idNumbers = new Map(
      made.map(({ after, causedBy }) => [after.certificateId, causedBy.data.identity.idNumber]),
    );
    const saved = await this.transitions.save(tx, certificates, takeOverCertificates, made, {
      given: { sealer: this.sealer, idNumbers },
      unless: 'certificate_no',
    });
    await tx.query(insertDataKeys('$1', 'select unnest($2::text[])'), [
      JSON.stringify(made.map(({ row }) => row)),
      saved.map(({ certificateId }) => subjectOf(certificateId)),
    ]);
  }
}

/** A number that looks as if it were given here is not given again. */
async function keepSerialsAhead(tx: Transaction, taken: readonly Issued[]): Promise<void> {
  const last = new Map<string, number>();
  for (const each of taken) {
    const { prefix, serial } = serialOf(each.certificateNo);
    if (prefix === numberPrefix(each)) last.set(prefix, Math.max(serial, last.get(prefix) ?? 0));
  }
  if (last.size === 0) return;
  await tx.query(
    `insert into number_serials as known (prefix, last)
     select prefix, last from unnest($1::text[], $2::integer[]) as taken (prefix, last) order by prefix
     on conflict (prefix) do update set last = greatest(known.last, excluded.last)`,
    [[...last.keys()], [...last.values()]],
  );
}
