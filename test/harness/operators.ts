import { setTimeout as sleep } from 'node:timers/promises';
import { type Access, type Api, apiOf } from '../../deploy/local/cohort/api.ts';
import { reconcile, reconciliationInWords } from '../../deploy/local/reconciliation.ts';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';
import { serviceNames } from '../../deploy/local/service-list.mjs';

const PUBLISHERS = ['certificates', 'certificate-lookup', 'employment'];
const PUBLISH_INTERVAL_MS = 5_000;

interface Letter {
  id: string;
  subject?: string;
  reason: string;
}

/** What operators do in a run: digests are published while things fail, and dead letters are dealt with. */
export class Operators {
  #api: Api;
  #stopping = false;
  /** Letters of events that were innocent: their process was killed by a fault each time that it handled them. */
  redriven = 0;

  constructor(access: Access) {
    this.#api = apiOf(access);
  }

  /** Until {@link stop}. A request that fails is not made again: the next run of digests comes soon. */
  async work(): Promise<void> {
    this.#stopping = false;
    for (let n = 0; !this.#stopping; n++) {
      const service = PUBLISHERS[n % PUBLISHERS.length]!;
      await this.#api(service, 'operator').post('/reconciliation/digests').catch(() => {}); // prettier-ignore
      await sleep(PUBLISH_INTERVAL_MS);
    }
  }

  stop(): void {
    this.#stopping = true;
  }

  /**
   * An event that cannot be read is discarded, and those behind it go on; one that was there at each death is redriven, and
   * a job retried.
   */
  async settle(): Promise<void> {
    for (const service of serviceNames) {
      const jobs = await this.#api(service, 'operator').all<{ jobId: string }>('/jobs?state=KILLS').catch(() => []); // prettier-ignore
      for (const { jobId } of jobs) await this.#send(service, `/jobs/${jobId}/retry`, { reason: 'innocent' });
      const letters = await this.#api(service, 'operator').all<Letter>('/dead-letters').catch(() => []); // prettier-ignore
      for (const letter of letters) await this.#deal(service, letter);
    }
  }

  async #deal(service: string, { id, subject, reason }: Letter) {
    if (subject === 'poison') await this.#send(service, `/dead-letters/${id}/discard`, { reason: 'poison' });
    if (reason !== 'KILLS') return;
    this.redriven += 1;
    await this.#send(service, '/dead-letters/redrive', { ids: [id] });
  }

  async #send(service: string, path: string, body: object) {
    await this.#api(service, 'operator').send('POST', path, { body, allowed: [409] }).catch(() => {}); // prettier-ignore
  }

  /** @returns what the system itself finds when it holds its services against each other */
  async reconcile(): Promise<string[]> {
    try {
      const result = await reconcile(this.#api, { graceSeconds: 0 });
      return result.caughtUp ? [] : [`Reconciliation: ${reconciliationInWords(result)}`];
    } catch (error) {
      if (error instanceof UserFacingError) return [error.message];
      throw error;
    }
  }
}
