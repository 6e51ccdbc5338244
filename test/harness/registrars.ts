import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Access, type Api, apiOf } from '../../deploy/local/cohort/api.ts';
import type { Random } from '../../deploy/local/sample/random.ts';
import { REVOCATION, REVOCATION_NO, SCHOOL, submitBatch } from './students.ts';

const RETRY_DELAY_MS = 200;
/** One batch in sixteen has many students; the others have one, so that many requests meet each fault. */
const LARGE_BATCH = 12;
const SHARE_OF_LARGE_BATCHES = 1 / 16;
const SHARE_OF_REVOCATIONS = 0.25;
const SHARE_OF_REJECTIONS = 0.05;

/**
 * Registrars and officers at work while things fail: registrations are approved, or rejected, students are graduated in
 * small batches, and some graduations revoked. They try again until they are told an outcome. What they were told is
 * written down; it is what the system has promised.
 */
export class Registrars {
  /** Registration ids. A graduation that was acknowledged; a revocation, or a rejection of the registration, that was. */
  graduated = new Set<string>();
  revoked = new Set<string>();
  rejected = new Set<string>();
  /** Requests that failed and were made again. */
  retries = 0;
  #api: Api;
  #waiting: { registrationId: string }[];
  #random: Random;
  #withKeys: boolean;
  #stopping = false;
  #hasGivenUp = false;
  #graduates: string[] = [];

  /**
   * @param students whose registration was submitted
   * @param how `withKeys`: a request is made again with its Idempotency-Key; else as if new
   */
  constructor(
    access: Access,
    students: { registrationId: string }[],
    random: Random,
    { withKeys = false } = {},
  ) {
    this.#api = apiOf(access);
    this.#waiting = [...students];
    this.#random = random;
    this.#withKeys = withKeys;
  }

  get left(): number {
    return this.#waiting.length;
  }

  /** Works at about `perSecond` students a second until {@link stop}; resolves when all that was begun has an outcome. */
  async work(perSecond: number): Promise<void> {
    this.#stopping = false;
    const begun: Promise<void>[] = [];
    while (!this.#stopping && this.#waiting.length > 0) {
      const size = this.#random.next() < SHARE_OF_LARGE_BATCHES ? LARGE_BATCH : 1;
      begun.push(this.#decide(this.#waiting.splice(0, size).map(({ registrationId }) => registrationId)));
      if (this.#graduates.length > 0 && this.#random.next() < SHARE_OF_REVOCATIONS)
        begun.push(this.#revokeOne());
      await sleep((size / perSecond) * 1_000);
    }
    await Promise.all(begun);
  }

  stop(): void {
    this.#stopping = true;
  }

  /** Nothing is tried again any more: the run has failed, and nobody will answer. */
  giveUp(): void {
    this.stop();
    this.#hasGivenUp = true;
  }

  #decide(ids: string[]) {
    return this.#random.next() < SHARE_OF_REJECTIONS ? this.#reject(ids) : this.#graduate(ids);
  }

  async #reject(registrationIds: string[]) {
    const rejection = { registrationIds, reason: '样例' };
    await this.#untilTold('city-officer', '/registrations/batch-reject', rejection);
    for (const id of registrationIds) this.rejected.add(id);
  }

  async #graduate(ids: string[]) {
    await this.#untilTold('city-officer', '/registrations/batch-approve', { registrationIds: ids });
    const batchId = await this.#untilCreated(ids);
    await this.#untilTold('city-officer', `/graduation-batches/${batchId}/approve`, {}, [
      'batch-already-approved',
    ]);
    for (const id of ids) this.graduated.add(id);
    this.#graduates.push(...ids);
  }

  async #untilCreated(ids: string[]) {
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

  async #batchOf(ids: string[]) {
    const registrar = this.#api('student-records', 'school-registrar', SCHOOL);
    for (;;)
      try {
        for (const { batchId } of await registrar.all('/graduation-batches?state=DRAFT')) {
          const { items } = await registrar.get<{ items: { registrationId: string }[] }>(
            `/graduation-batches/${batchId}`,
          );
          if (items.some(({ registrationId }) => registrationId === ids[0])) return batchId;
        }
        throw new Error('not found yet');
      } catch {
        await this.#beforeNextTry();
      }
  }

  async #revokeOne() {
    const at = this.#random.between(0, this.#graduates.length - 1);
    const registrationId = this.#graduates.splice(at, 1)[0]!;
    const proposal = { registrationIds: [registrationId], ...REVOCATION };
    await this.#untilTold('city-officer', '/graduation-revocations', proposal, [], 'proposer');
    const decision = { revocationIds: [await this.#proposalOf(registrationId)], decisionNo: REVOCATION_NO };
    const path = '/graduation-revocations/batch-approve';
    const { answer } = await this.#untilTold('city-officer', path, decision, [], 'decider');
    // An earlier try whose answer was lost has gone through.
    if (answer.accepted !== 1 && answer.refused[0]?.code !== 'revocation-not-proposed')
      throw new Error(`${path} was refused: ${JSON.stringify(answer)}`);
    this.revoked.add(registrationId);
  }

  async #proposalOf(registrationId: string): Promise<string> {
    const officer = this.#api('student-records', 'city-officer');
    for (;;)
      try {
        const { items } = await officer.get(`/graduation-revocations?registrationId=${registrationId}`);
        return items[0].revocationId;
      } catch {
        await this.#beforeNextTry();
      }
  }

  /** @param done codes of refusals that say that an earlier try had gone through */
  async #untilTold(role: string, path: string, body: unknown, done: string[] = [], person?: string) {
    const school = role.startsWith('school') ? SCHOOL : undefined;
    const key = this.#withKeys ? randomUUID() : undefined;
    for (let tries = 0; ; tries++) {
      const { status, body: answer } = await this.#send({ role, school, person }, path, { body, key });
      if ((status >= 200 && status < 300) || (tries > 0 && done.includes(answer.code))) return { answer };
      if (status >= 400 && status < 500 && ![401, 429].includes(status))
        throw new Error(`${path} was refused: ${status} ${JSON.stringify(answer)}`);
      this.retries += 1;
      await this.#beforeNextTry();
    }
  }

  async #beforeNextTry() {
    if (this.#hasGivenUp) throw new Error('Given up.');
    await sleep(RETRY_DELAY_MS);
  }

  async #send(
    { role, school, person }: { role: string; school?: string; person?: string },
    path: string,
    request: { body: unknown; key?: string },
  ): Promise<{ status: number; body: any }> {
    const allowed = Array.from({ length: 200 }, (_, n) => 400 + n);
    try {
      return await this.#api('student-records', role, school, person).send('POST', path, {
        ...request,
        allowed,
      });
    } catch {
      return { status: 0, body: {} };
    }
  }
}
