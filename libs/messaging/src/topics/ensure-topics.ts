import type { KafkaConnection } from '../kafka-connection.js';
import { withAdmin } from '../with-admin.js';
import { provisionTopics, type Wishes } from './provision-topics.js';

/**
 * Creates the declared topics that do not exist yet, and brings the settings of the others to the declaration: for local
 * start-up and tests. @returns the names that were changed
 */
export async function ensureTopics({
  prefix = '',
  only,
  ...connection
}: KafkaConnection & Pick<Wishes, 'prefix' | 'only'>): Promise<string[]> {
  const changed: string[] = [];
  await withAdmin(connection, (admin) =>
    provisionTopics(admin, { prefix, only }, (topic) => void changed.push(topic)),
  );
  return changed;
}
