import { Injectable, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { Commands, declareActions } from '#commands';
import { type Transaction, Transactions } from '#database';
import { FileVault } from '#files';
import { Problem } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { problems } from '../problems.js';
import { evidenceList, type EvidenceRow, evidenceViewOf, SELECT_EVIDENCE } from './evidence-view.js';

const { 'view-evidence': VIEW_EVIDENCE } = declareActions({
  'view-evidence': { zh: '查看了证明材料', en: 'looked at evidence' },
});

const ENDING = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' } as const;

@Injectable()
export class FindEvidence {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly files: FileVault,
  ) {}

  /** @throws Problem 403 where a school asks for another one's */
  async list(query: z.infer<typeof evidenceList.query>, actor: Actor) {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) =>
      evidenceList.page(tx, query, { select: SELECT_EVIDENCE, itemOf: evidenceViewOf }),
    );
  }

  /** Written down: papers tell of health and families. @throws Problem 404, 409 person-erased, 503 */
  async content(evidenceId: string, actor: Actor): Promise<StreamableFile> {
    const { read, type } = await this.commands.look(actor, VIEW_EVIDENCE, async (tx) => {
      const { schoolCode, mediaType } = await evidenceOf(tx, evidenceId);
      tx.changed({ aggregate: 'evidence', id: evidenceId, schoolCode: schoolCode ?? null });
      const opened = await this.files.open(tx, evidenceId);
      if (!opened) throw new Problem(problems['person-erased']);
      return { read: opened, type: mediaType };
    });
    const disposition = `attachment; filename="${evidenceId}.${ENDING[type]}"`;
    return new StreamableFile(await read(), { type, disposition });
  }
}

async function evidenceOf(tx: Transaction, evidenceId: string) {
  const [row] = await tx.query<EvidenceRow>(`${SELECT_EVIDENCE} where evidence_id = $1`, [evidenceId]);
  if (!row) throw new Problem(problems['not-found']);
  return evidenceViewOf(row);
}
