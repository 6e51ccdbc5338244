import type { Figures } from './figures.ts';

/** Nobody waits longer for an answer; where a node is lost, none comes and no connection ends. */
const PATIENCE_MS = 10_000;

/** fetch, of which each call is noted. The answer is read to its end before it counts as one. */
export const countedFetch =
  (figures: Figures): typeof fetch =>
  async (address, request) => {
    const note = figures.sent();
    const started = performance.now();
    const { hostname } = new URL(address instanceof Request ? address.url : address);
    const end = (outcome: { busy?: boolean; failure?: string }) =>
      note({ milliseconds: performance.now() - started, place: hostname, ...outcome });
    try {
      const answer = await fetch(address, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
      const text = await answer.text();
      const failure = answer.status >= 500 ? `${answer.status} ${codeIn(text)}` : undefined;
      end({ busy: answer.status === 429, failure });
      return new Response(text || null, answer);
    } catch (error: any) {
      end({ failure: error.cause?.code ?? error.name });
      throw error;
    }
  };

function codeIn(text: string): string {
  try {
    const { code, result } = JSON.parse(text);
    return code ?? result;
  } catch {
    return '';
  }
}
