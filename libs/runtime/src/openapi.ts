import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { addCommandHeaders, addCommonProblems } from './openapi-common.js';
import { exampleOf, type JsonSchema, PARAMETER_DESCRIPTIONS } from './openapi-examples.js';
import { tagsOf } from './route-declarations.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Named = Record<string, JsonSchema>;
type Content = Record<string, { schema?: unknown; example?: unknown; examples?: unknown }>;

const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string().describe('Chinese, for the person at the screen'),
    status: z.int(),
    detail: z.string().describe('English'),
    code: z.string().describe('Stable; decide on this'),
    instance: z.string().optional(),
    requestId: z.string().optional(),
    errors: z
      .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .describe('What was refused, by field'),
  })
  .meta({ description: 'RFC 9457 problem details' });

export interface About {
  readonly title: string;
  readonly description: string;
}

/** OpenAPI 3.1 at /openapi.json and a page at /docs, made of the schemas that validate. */
export function serveOpenApi(app: INestApplication, about: About): void {
  const document = () => openApiOf(app, about);
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', raw: ['json'] });
}

/** The document of an application, also of one that was made for its routes alone (`preview`). */
export function openApiOf(app: INestApplication, about: About): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(about.title)
    .setDescription(about.description)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'The service that answers this document')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description:
        'An access token of the configured issuer; `x-roles` of an operation names the roles that may call it',
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: convertZod,
    operationIdFactory: (controller, method) => operationId(controller, method),
  });
  return completed(document);
}

/** `ApplicationsController.admitAll` is `applicationsAdmitAll`, also in a client that is generated. */
function operationId(controller: string, method: string): string {
  const group = controller.replace(/Controller$/, '');
  return group.charAt(0).toLowerCase() + group.slice(1) + method.charAt(0).toUpperCase() + method.slice(1);
}

/** Nest's own conversion asks zod for OpenAPI 3.0, whose exclusiveMinimum is not valid in 3.1. */
function convertZod(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) {
  if (!(schema instanceof z.ZodType)) return undefined;
  const {
    $defs,
    $schema: _dialect,
    id,
    ...body
  } = z.toJSONSchema(schema, { io: schemaType, unrepresentable: 'any' });
  const components = withoutIds($defs ?? {});
  if (typeof id !== 'string') return { schema: body, components };
  return { schema: { $ref: `#/components/schemas/${id}` }, components: { ...components, [id]: body } };
}

/** `id` is zod's name for the component; in a JSON Schema of its own it would mean nothing. */
function withoutIds(definitions: Record<string, object>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, { id: _id, ...definition }]: [string, { id?: unknown }]) => [
      name,
      definition,
    ]),
  );
}

function completed(document: OpenAPIObject): OpenAPIObject {
  const { $schema: _dialect, ...problem } = z.toJSONSchema(problemSchema);
  const schemas = { ...document.components?.schemas, Problem: problem as object };
  const operations = [...operationsOf(document)];
  for (const [method, operation] of operations) {
    addCommandHeaders(method, operation);
    addCommonProblems(operation);
    complete(operation, schemas);
  }
  const tags = tagsOf(operations.flatMap(([, operation]) => operation.tags ?? []));
  return { ...document, tags, components: { ...document.components, schemas } };
}

/** The operations of a document, each with its method. */
function* operationsOf(document: OpenAPIObject): Generator<[method: string, operation: Operation]> {
  for (const path of Object.values(document.paths))
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const)
      if (path[method]) yield [method, path[method]];
}

/** What a client generator and its reader look for at the operation, and what stands in the schemas already. */
function complete(operation: Operation, named: Named): void {
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
