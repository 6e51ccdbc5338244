import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands, type CommandTransaction } from '#commands';
import { day } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { Problem } from '#runtime';
import { type Actor, Sealer } from '#security';
import { actions } from '../actions.js';
import { refusedItem } from '../domain/refusal.js';
import { problems } from '../problems.js';
import { countByLine } from '../domain/seats.js';
import { lockPlanLines, moveSeats } from '../plans/move-seats.js';
import { planLineState } from '../plans/plan-line-row.js';
import { today } from '../today.js';
import { type ApplicationBatchOutcome, applicationIds, lockApplications } from './application-batch.js';
import { APPLICATION_COLUMNS, changeOfApplication, type ApplicationRow } from './application-row.js';
import { offeringsOf, studentCheckedIn } from './student-checked-in.js';

export const CheckIn = z.strictObject({ applicationIds, checkedInOn: day });
export type CheckIn = z.infer<typeof CheckIn>;

/** 报到: the admitted stand at the school with their documents; student records takes over from here. */
@Injectable()
export class CheckInApplicants {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
    private readonly sealer: Sealer,
  ) {}

  run({ applicationIds: named, checkedInOn }: CheckIn, actor: Actor): Promise<ApplicationBatchOutcome> {
    if (checkedInOn > today()) throw inTheFuture();
    return this.commands.run(actor, actions['check-in-applicants'], async (tx) => {
      const ids = [...new Set(named)];
      const locked = new Map((await lockApplications(tx, ids)).map((row) => [row.application_id, row]));
      const admitted = ids.filter((id) => locked.get(id)?.state === 'ADMITTED');
      await this.checkIn(tx, admitted, checkedInOn, actor);
      const others = ids.filter((id) => locked.get(id)?.state !== 'ADMITTED');
      const refused = others.map((id) => refusedItem(id, locked.has(id) ? 'wrong-state' : 'not-found'));
      tx.refused('application', refused);
      return { accepted: admitted.length, applicationIds: admitted, refused };
    });
  }

  private async checkIn(
    tx: CommandTransaction,
    ids: string[],
    checkedInOn: string,
    actor: Actor,
  ): Promise<void> {
    if (ids.length === 0) return;
    const rows = await saveCheckedIn(tx, ids, checkedInOn, actor);
    const counts = countByLine(rows.map((row) => ({ planLineId: row.plan_line_id! })));
    await lockPlanLines(tx, [...counts.keys()]);
    const lines = await moveSeats(tx, counts, { reserved: -1, used: 1 });
    const offerings = await offeringsOf(tx, rows);
    const checkedIn = rows.map((row) => studentCheckedIn(row, offerings.get(row.offering_id)!, this.sealer));
    await this.outbox.publish(tx, [...lines.map(planLineState), ...checkedIn]);
    tx.changed(...rows.map(changeOfApplication));
  }
}

const saveCheckedIn = (tx: Transaction, ids: string[], checkedInOn: string, { subject }: Actor) =>
  tx.query<ApplicationRow>(
    `update applications set state = 'CHECKED_IN', checked_in_on = $2, checked_in_by = $3, version = version + 1
     where application_id = any($1) returning ${APPLICATION_COLUMNS}`,
    [ids, checkedInOn, subject],
  );

const inTheFuture = () =>
  new Problem(problems['check-in-in-the-future'], {
    errors: [{ path: 'checkedInOn', code: 'in-the-future', message: 'is later than today' }],
  });
