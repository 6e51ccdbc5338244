/**
 * The names of the topics whose events a service can open: those with sealed events that it owns or reads.
 * @param {string} service
 * @param {Record<string, { sealed: boolean, owner: string, readers: readonly string[] }>} topics as libs/contracts
 *   declares them, or deploy/kubernetes/files/topics.json
 */
export function sealedTopicsOf(service, topics) {
  return Object.entries(topics)
    .filter(([, { sealed, owner, readers }]) => sealed && (owner === service || readers.includes(service)))
    .map(([topic]) => topic);
}
