import type { OpenAPIObject } from '@nestjs/swagger';
import { PARAMETER_DESCRIPTIONS } from './openapi-fields.js';
import { exampleOf, type JsonSchema } from './openapi-examples.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Named = Record<string, JsonSchema>;
type Content = Record<string, { schema?: unknown; example?: unknown; examples?: unknown }>;

/** The operations of a document, each with its method. */
export function* operationsOf(document: OpenAPIObject): Generator<[method: string, operation: Operation]> {
  for (const path of Object.values(document.paths))
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const)
      if (path[method]) yield [method, path[method]];
}

/** What a client generator and its reader look for at the operation, and what stands in the schemas already. */
export function complete(operation: Operation, named: Named): void {
  // That no token is needed has to be said: a reader takes nothing for an omission.
  operation.security ??= [];
  for (const parameter of operation.parameters ?? []) {
    if (!('name' in parameter)) continue;
    const schema = (parameter.schema ?? {}) as JsonSchema & { description?: string };
    parameter.description ??= schema.description ?? PARAMETER_DESCRIPTIONS[parameter.name];
    parameter.example ??= exampleOf(schema, named, parameter.name);
  }
  if (operation.requestBody && 'content' in operation.requestBody)
    addExamples(operation.requestBody.content, named);
  for (const response of Object.values(operation.responses))
    if (response && 'content' in response) addExamples(response.content ?? {}, named);
}

/** CSV and pages are texts that no schema tells the form of. */
function addExamples(content: Content, named: Named): void {
  for (const [type, media] of Object.entries(content))
    if (/json|form-urlencoded/.test(type) && media.schema && !media.examples)
      media.example ??= exampleOf(media.schema, named);
}
