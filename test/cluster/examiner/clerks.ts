import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { type Access, type Api, apiOf, type Certificate } from '../../../deploy/local/cohort/api.ts';
import { SCHOOL, schoolOf } from '../../harness/students.ts';

const RETRY_DELAY_MS = 500;
/** Certificates that are looked up until others are read. */
const KNOWN_CERTIFICATES = 50;

/**
 * Those who work beside the registrars, so that each service has requests all the time: the admissions office reads, the
 * city registers schools and reads certificates and cases, a partner looks certificates up.
 */
export class Clerks {
  /** Codes of the schools of which the city was told that they are registered. */
  registered = new Set<string>();
  #api: Api;
  #stopping = false;
  #certificates: Certificate[] = [];
  #turn = 0;

  constructor(access: Access) {
    this.#api = apiOf(access);
  }

  /** Sends `perSecond` requests a second, answered or not, until {@link stop}; resolves when each has an outcome. */
  async work(perSecond: number): Promise<void> {
    this.#stopping = false;
    const begun: Promise<unknown>[] = [];
    while (!this.#stopping) {
      begun.push(this.#next().catch(() => {})); // counted where it was sent
      await sleep(1_000 / perSecond);
    }
    await Promise.all(begun);
  }

  stop(): void {
    this.#stopping = true;
  }

  #next(): Promise<unknown> {
    const turns: (() => Promise<unknown>)[] = [
      () => this.#lookUp(),
      () => this.#api('enrolment', 'school-admissions', SCHOOL).get('/applications?limit=20'),
      () => this.#lookUp(),
      () => this.#readCertificates(),
      () => this.#lookUp(),
      () => this.#api('employment', 'city-officer').get('/cases?limit=20'),
      () => this.#lookUp(),
      () => this.#register(),
    ];
    return turns[this.#turn++ % turns.length]!();
  }

  async #readCertificates() {
    const { items } = await this.#api('certificates', 'city-officer').get(
      `/certificates?limit=${KNOWN_CERTIFICATES}`,
    );
    this.#certificates = items;
  }

  async #lookUp() {
    const certificate = this.#certificates[this.#turn % this.#certificates.length];
    if (!certificate) return;
    const { certificateNo, name } = certificate;
    await this.#api('certificate-lookup', 'lookup-client').post('/partner/verify', { certificateNo, name });
  }

  /** Tries again with the same key until it is told. */
  async #register() {
    const school = newSchool(randomUUID());
    const request = { body: school, key: randomUUID() };
    for (;;)
      try {
        await this.#api('enrolment', 'city-officer').send('POST', '/schools', request);
        return this.registered.add(school.schoolCode);
      } catch {
        await sleep(RETRY_DELAY_MS); // such a school is never refused
      }
  }
}

function newSchool(id: string) {
  const number = String(Number.parseInt(id.slice(0, 8), 16) % 1_000_000_000).padStart(9, '0');
  return schoolOf(`C${number}`, number);
}
