import type { Access } from '../../deploy/local/cohort/api.ts';

/** The five services as actors and checkers meet them: started here, or installed on a cluster. */
export interface RunningSystem {
  topicPrefix: string;
  platform: { kafka: { brokers: string[] } };
  access: Access;
  /** The address of a service's database for somebody who may see all of it. */
  databaseOf: (service: string) => string;
  isReady: (service: string) => Promise<boolean>;
}

/** Whether the address answers that all is well, within so many ms. */
export async function isAnswered(url: string, timeoutMs: number): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}
