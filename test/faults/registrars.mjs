import { setTimeout as sleep } from 'node:timers/promises';
import { apiOf } from '../../local/cohort/api.mjs';
import { SCHOOL, submitBatch } from '../city/students.mjs';

/**
 * Registrars and officers at work while things fail: they graduate students in small batches and revoke some, and try
 * again until they are told an outcome. What they were told is written down; it is what the system has promised.
 */
export class Registrars {
  #api;
  #waiting;
  #random;
  #stopping = false;
  #graduates = [];
  /** Registration ids. A graduation that was acknowledged; a revocation that was. */
  graduated = new Set();
  revoked = new Set();
  /** Requests that failed and were made again. */
  retries = 0;

  /** @param {{ registrationId: string }[]} students who can graduate */
  constructor(forApi, students, random) {
    this.#api = apiOf(forApi);
    this.#waiting = [...students];
    this.#random = random;
  }

  get left() {
    return this.#waiting.length;
  }

  /** Works at about `perSecond` students a second until {@link stop}; resolves when all that was begun has an outcome. */
  async work(perSecond) {
    this.#stopping = false;
    const begun = [];
    while (!this.#stopping && this.#waiting.length > 0) {
      const size = this.#random.between(1, 12);
      begun.push(this.#graduate(this.#waiting.splice(0, size)));
      if (this.#graduates.length > 0 && this.#random.next() < 0.25) begun.push(this.#revokeOne());
      await sleep((size / perSecond) * 1_000);
    }
    await Promise.all(begun);
  }

  stop() {
    this.#stopping = true;
  }

  async #graduate(students) {
    const ids = students.map(({ registrationId }) => registrationId);
    const batchId = await this.#untilCreated(ids);
    await this.#untilTold('city-officer', `/graduation-batches/${batchId}/approve`, {}, [
      'batch-already-approved',
    ]);
    for (const id of ids) this.graduated.add(id);
    this.#graduates.push(...ids);
  }

  async #untilCreated(ids) {
    return submitBatch(async (path, body) => {
      const { answer } = await this.#untilTold('school-registrar', path, body, [
        'batch-not-draft',
        'graduation-items-refused',
      ]);
      if (path !== '/graduation-batches' || answer.batchId) return answer;
      // The answer of an earlier try was lost: then its students stand in the batch that it made.
      return { batchId: await this.#batchOf(ids) };
    }, ids);
  }

  async #batchOf(ids) {
    const registrar = this.#api('student-records', 'school-registrar', SCHOOL);
    for (;;)
      try {
        for (const { batchId } of await registrar.all('/graduation-batches?state=DRAFT')) {
          const { items } = await registrar.get(`/graduation-batches/${batchId}`);
          if (items.some(({ registrationId }) => registrationId === ids[0])) return batchId;
        }
        throw new Error('not found yet');
      } catch {
        await sleep(300);
      }
  }

  async #revokeOne() {
    const at = this.#random.between(0, this.#graduates.length - 1);
    const [registrationId] = this.#graduates.splice(at, 1);
    const decision = { decisionNo: '样例〔2026〕1号', reason: '样例' };
    await this.#untilTold('city-officer', `/registrations/${registrationId}/revoke-graduation`, decision, [
      'not-graduated',
    ]);
    this.revoked.add(registrationId);
  }

  /** @param {string[]} done codes of refusals that say that an earlier try had gone through */
  async #untilTold(role, path, body, done) {
    const school = role.startsWith('school') ? SCHOOL : undefined;
    for (let tries = 0; ; tries++) {
      const { status, body: answer } = await this.#send(role, school, path, body);
      if ((status >= 200 && status < 300) || (tries > 0 && done.includes(answer.code))) return { answer };
      if (status >= 400 && status < 500 && status !== 401)
        throw new Error(`${path} was refused: ${status} ${JSON.stringify(answer)}`);
      this.retries += 1;
      await sleep(200);
    }
  }

  async #send(role, school, path, body) {
    const allowed = Array.from({ length: 200 }, (_, n) => 400 + n);
    try {
      return await this.#api('student-records', role, school).send('POST', path, { body, allowed });
    } catch {
      return { status: 0, body: {} };
    }
  }
}
