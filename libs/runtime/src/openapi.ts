import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { addCommandHeaders } from './command-headers.js';
import { addCommonProblems } from './problem-responses.js';

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

/** OpenAPI 3.1 at /openapi.json and a page at /docs, made of the schemas that validate. */
export function serveOpenApi(app: INestApplication, about: { title: string; description: string }): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(about.title)
    .setDescription(about.description)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  const document = () =>
    withProblems(SwaggerModule.createDocument(app, config, { standardSchemaConverter: convertZod }));
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', raw: ['json'] });
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

function withProblems(document: OpenAPIObject): OpenAPIObject {
  const { $schema: _dialect, ...problem } = z.toJSONSchema(problemSchema);
  const schemas = { ...document.components?.schemas, Problem: problem as object };
  for (const path of Object.values(document.paths))
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = path[method];
      if (!operation) continue;
      addCommandHeaders(method, operation);
      addCommonProblems(operation);
    }
  return { ...document, components: { ...document.components, schemas } };
}
