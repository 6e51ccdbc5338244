/** Of an OpenAPI document what is asked here. */
interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
}
interface Operation {
  responses: Record<string, { content?: Record<string, { examples?: Record<string, unknown> }> }>;
}

/** What a request to no route at all may be answered. */
const OF_NO_ROUTE = ['bad-request', 'not-found', 'address-too-long'];

/** By what the routes are of: a service makes its document when it is asked for, which takes half a second. */
const documents = new Map<unknown, Promise<ApiDocument>>();

/** A service under test. */
export interface Documented {
  readonly url: string;
  /** What its routes are of, such as its module; where several services have it in common, one is asked for the document. */
  readonly routesOf: unknown;
}

/**
 * Holds a problem that a service answered against what its OpenAPI says of the route. Each spec that calls a service
 * by an {@link HttpCaller} checks this by the way, so a refusal that no `@Refuses` names fails where it is tested.
 * @param path with or without a query
 * @throws Error when the route does not declare the code under this status
 */
export async function expectDeclared(
  service: Documented,
  request: { method: string; path: string },
  problem: { status: number; code: string },
): Promise<void> {
  const document = await documentOf(service);
  const operation = operationOf(document, request.method.toLowerCase(), request.path.split('?')[0]!);
  const examples = operation?.responses[problem.status]?.content?.['application/problem+json']?.examples;
  const declared = operation ? Object.keys(examples ?? {}) : OF_NO_ROUTE;
  if (!declared.includes(problem.code))
    throw new Error(
      `${request.method} ${request.path} answered ${problem.status} ${problem.code}, which the route does not declare`,
    );
}

function documentOf({ url, routesOf }: Documented): Promise<ApiDocument> {
  const document =
    documents.get(routesOf) ??
    fetch(`${url}/openapi.json`).then(async (answer) => (await answer.json()) as ApiDocument);
  documents.set(routesOf, document);
  return document;
}

/** The route itself before one with a parameter in the same place, as the router chooses. */
function operationOf({ paths }: ApiDocument, method: string, path: string): Operation | undefined {
  const [template] = Object.keys(paths)
    .filter((each) => paths[each]![method] && patternOf(each).test(path))
    .sort((a, b) => a.split('{').length - b.split('{').length);
  return template === undefined ? undefined : paths[template]![method];
}

const patternOf = (template: string) => new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}/?$`);
