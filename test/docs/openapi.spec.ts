// Budget: 30 s: the documents of five services are held against the OpenAPI schema.
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { openApiOf, RuntimeModule } from '#runtime';
import { services } from '../../deploy/local/service-list.mjs';

type Document = Record<string, any>;

/** Only the routes are looked at: nothing is started, and no server is asked for. */
async function documentOf(name: string): Promise<Document> {
  const { AppModule } = await import(/* @vite-ignore */ `../../apps/${name}/src/app.module.js`);
  const module = RuntimeModule.around(AppModule, { settings: {} } as never);
  const app = await NestFactory.create(module, new FastifyAdapter(), { preview: true, logger: false });
  return openApiOf(app as never, { title: name, description: name });
}

const documents = await Promise.all(
  services.map(async ({ name }) => [name, await documentOf(name)] as const),
);

const operationsOf = ({ paths }: Document) =>
  Object.entries<Document>(paths).flatMap(([path, methods]) =>
    Object.entries<Document>(methods).map(([method, operation]) => ({
      at: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );

const SUMMARY = /^[^\x20-\x7e].* \/ [A-Z][\x20-\x7e]+$/;

/** Every example of a document, with its schema. */
function* examplesOf(document: Document): Generator<[at: string, schema: object, example: unknown]> {
  for (const { at, operation } of operationsOf(document)) {
    for (const { name, schema, example } of operation.parameters ?? [])
      yield [`${at} ${name}`, schema, example];
    const bodies = { request: operation.requestBody, ...operation.responses };
    for (const [which, body] of Object.entries<Document | undefined>(bodies))
      for (const [type, { schema, example, examples = {} }] of Object.entries<Document>(
        body?.content ?? {},
      )) {
        if (example !== undefined) yield [`${at} ${which} ${type}`, schema, example];
        for (const each of Object.values<Document>(examples))
          yield [`${at} ${which} ${type}`, schema, each.value];
      }
  }
}

/** Checks by one document. A schema that stands in many routes is compiled once. */
function validatorOf({ components }: Document) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  // The whole document is known to ajv, so that references into it lead somewhere.
  ajv.addSchema({ $id: 'https://document.example/', components });
  const compiled = new Map<string, ValidateFunction>();
  return (schema: object, example: unknown): string | undefined => {
    const text = JSON.stringify(schema).replaceAll(
      '"#/components/',
      '"https://document.example/#/components/',
    );
    const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text));
    compiled.set(text, validate);
    return validate(example) ? undefined : ajv.errorsText(validate.errors);
  };
}

describe.each(documents)('the OpenAPI document of %s', (_, document) => {
  it('is OpenAPI 3.1 by its schema', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  });

  it('names each operation once, by group and verb', () => {
    const names = operationsOf(document).map(({ operation }) => operation.operationId);
    expect(names).toEqual([...new Set(names)]);
    for (const name of names) expect(name).toMatch(/^[a-z]+([A-Z][a-z]+)+$/);
  });

  it('has a summary of each operation, in Chinese and English', () => {
    const silent = operationsOf(document).flatMap(({ operation: { operationId, summary } }) =>
      SUMMARY.test(summary ?? '') ? [] : [operationId],
    );
    expect(silent).toEqual([]);
  });

  it('describes its groups and each parameter', () => {
    for (const tag of document.tags)
      expect(tag).toEqual({ name: tag.name, description: expect.stringMatching(/.{8}/) });
    const silent = operationsOf(document).flatMap(({ at, operation: { parameters = [] } }) =>
      parameters.flatMap(({ name, description }: Document) => (description ? [] : [`${at} ${name}`])),
    );
    expect(silent).toEqual([]);
  });

  it('says of each operation that is not public who may call it', () => {
    for (const { at, operation } of operationsOf(document))
      expect([at, operation['x-roles'] !== undefined]).toEqual([at, operation.security.length > 0]);
  });

  it('has an example of each body, each answer in JSON and each parameter', () => {
    const silent = operationsOf(document).flatMap(({ at, operation }) => {
      const { parameters = [], requestBody, responses } = operation;
      const bodies = [requestBody, ...Object.values<Document>(responses)].flatMap((body) =>
        Object.entries<Document>(body?.content ?? {}).filter(([type]) => /json|form-urlencoded/.test(type)),
      );
      const all: Document[] = [...parameters, ...bodies.map(([, media]) => media)];
      return all.filter((each) => each.example === undefined && each.examples === undefined).map(() => at);
    });
    expect(silent).toEqual([]);
  });

  it('has only examples that fit their schemas', () => {
    const complaintOf = validatorOf(document);
    const unfit = [...examplesOf(document)].flatMap(([at, schema, example]) => {
      const complaint = complaintOf(schema, example);
      return complaint ? [`${at}: ${complaint}, as in ${JSON.stringify(example)}`] : [];
    });
    expect(unfit).toEqual([]);
  });
});
