import type { FastifyInstance } from 'fastify';
import { commonProblems } from './common-problems.js';
import { Problem } from './problem.js';
import { sendProblem } from './problem-filter.js';

/** Called before the routes are there. @returns what answers every other method of their addresses with 405, once they are */
export function followMethods(server: FastifyInstance): () => void {
  const methods = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    for (const each of [method].flat()) known.add(each);
    methods.set(url, known);
  });
  return () => [...methods].forEach(([url, known]) => refuseOthers(server, url, [...known]));
}

function refuseOthers(server: FastifyInstance, url: string, known: string[]): void {
  const others = server.supportedMethods.filter((method) => !known.includes(method));
  if (others.length === 0) return;
  const problem = new Problem(commonProblems['method-not-allowed'], {
    headers: { allow: known.toSorted().join(', ') },
  });
  server.route({
    method: others,
    url,
    // Before the body is read: what it holds does not matter.
    onRequest: (_request, reply) => void sendProblem(reply, problem),
    handler: (_request, reply) => sendProblem(reply, problem),
  });
}
