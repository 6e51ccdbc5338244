import { randomUUID } from 'node:crypto';
import { allSchools, Transactions } from '#database';
import { type JobKind, Jobs } from '#jobs';
import { eventually } from './eventually.js';
import type { TestService } from './test-service.js';

/** A job waits for the locks and connections that a crowd of requests holds. */
const PATIENCE_MS = 60_000;

/** Lets the service do a job of the kind, due at that moment, until it is over or waits for later; answers its row. */
export async function runJob<Payload>(
  service: TestService,
  kind: JobKind<Payload>,
  payload: Payload,
  dueAt = new Date(),
): Promise<{ state: string; steps: number; progress: string | null }> {
  const jobId = randomUUID();
  const jobs = service.app.get(Jobs, { strict: false });
  await service.app
    .get(Transactions, { strict: false })
    .run(allSchools, (tx) => jobs.enqueue(tx, kind, [{ jobId, payload, runAt: dueAt }]));
  return eventually(`the end of ${kind.name}`, async () => {
    const [job] = await service.query<{
      state: string;
      steps: number;
      progress: string | null;
      rests: boolean;
    }>(
      `select state, steps, progress, state <> 'WAITING' or run_at > now() as rests from jobs where job_id = $1`,
      [jobId],
    );
    if (!job?.rests) throw new Error(`It has done ${job?.steps} steps.`);
    return job;
  }, PATIENCE_MS); // prettier-ignore
}
