import { setTimeout as sleep } from 'node:timers/promises';
import { apiOf } from '../../deploy/local/cohort/api.mjs';
import { reconcile, reconciliationInWords } from '../../deploy/local/reconciliation.mjs';
import { Sentence } from '../../deploy/local/sentence.mjs';
import { serviceNames } from '../../deploy/local/service-list.mjs';

const PUBLISHERS = ['certificates', 'certificate-lookup', 'employment'];
const PUBLISH_EVERY_MS = 5_000;

/** What operators do in a run: digests are published while things fail, and dead letters are dealt with. */
export class Operators {
  #api;
  #stopping = false;
  /** Letters of events that were innocent: their process was killed by a fault each time that it handled them. */
  redriven = 0;

  constructor(forApi) {
    this.#api = apiOf(forApi);
  }

  /** Until {@link stop}. A request that fails is not made again: the next run of digests comes soon. */
  async work() {
    this.#stopping = false;
    for (let n = 0; !this.#stopping; n++) {
      const service = PUBLISHERS[n % PUBLISHERS.length];
      await this.#api(service, 'operator').post('/reconciliation/digests').catch(() => {}); // prettier-ignore
      await sleep(PUBLISH_EVERY_MS);
    }
  }

  stop() {
    this.#stopping = true;
  }

  /** An event that cannot be read is discarded, and those behind it go on; one that was there at each death is redriven. */
  async settle() {
    for (const service of serviceNames) {
      const letters = await this.#api(service, 'operator').all('/dead-letters').catch(() => []); // prettier-ignore
      for (const letter of letters) await this.#deal(this.#api(service, 'operator'), letter);
    }
  }

  async #deal(operator, { id, subject, reason }) {
    const send = (path, body) => operator.send('POST', path, { body, allowed: [409] }).catch(() => {});
    if (subject === 'poison') await send(`/dead-letters/${id}/discard`, { reason: 'poison' });
    if (reason !== 'KILLS') return;
    this.redriven += 1;
    await send('/dead-letters/redrive', { ids: [id] });
  }

  /** @returns {Promise<string[]>} what the system itself finds when it holds its services against each other */
  async reconcile() {
    try {
      const result = await reconcile(this.#api, { graceSeconds: 0 });
      return result.level ? [] : [`Reconciliation: ${reconciliationInWords(result)}`];
    } catch (error) {
      if (error instanceof Sentence) return [error.message];
      throw error;
    }
  }
}
