import type { RunningService } from '#runtime';
import { call, startExample } from './example-service.js';

let service: RunningService;
let document: any;
beforeAll(async () => {
  service = await startExample('http://127.0.0.1:1');
  document = (await call(`${service.url}/openapi.json`)).body;
});
afterAll(() => service.close());

describe('the API’s description', () => {
  it('is OpenAPI 3.1 with the service’s title', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: '示例 Example' } });
  });

  it('shows which routes need a token, and of which roles', () => {
    expect(document.paths['/schools'].post).toMatchObject({
      security: [{ bearer: [] }],
      'x-roles': ['city-officer'],
    });
    expect(document.paths['/schools'].get.security).toEqual([]);
    expect(document.components.securitySchemes.bearer).toMatchObject({ type: 'http', scheme: 'bearer' });
  });

  it('takes bodies and answers from the schemas that validate', () => {
    const { requestBody, responses } = document.paths['/schools'].post;
    expect(requestBody.content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/NewSchool',
    });
    expect(responses[201].content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/School',
    });
    expect(document.components.schemas.NewSchool).toMatchObject({
      additionalProperties: false,
      required: ['schoolCode', 'name', 'validFrom', 'validTo'],
    });
  });

  it('lists query fields one by one', () => {
    const { parameters } = document.paths['/schools'].get;
    expect(parameters.map(({ name, in: where }: { name: string; in: string }) => [name, where])).toEqual([
      ['limit', 'query'],
      ['cursor', 'query'],
    ]);
  });

  it('gives every refusal the form of a problem', () => {
    const { responses } = document.paths['/schools'].post;
    for (const status of [400, 401, 403, 409, 413, 415, 422, 500, 503])
      expect(responses[status].content['application/problem+json'].schema.$ref).toBe(
        '#/components/schemas/Problem',
      );
    expect(document.paths['/schools'].get.responses[401]).toBeUndefined();
  });

  it('refers only to what is there, and uses nothing of OpenAPI 3.0', () => {
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(document.components.schemas).toHaveProperty([name!]);
    expect(text).not.toMatch(/"nullable"|"exclusiveMinimum":(true|false)|"\$schema"|#\/\$defs/);
  });

  it('has a page', async () => {
    const page = await call(`${service.url}/docs`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('swagger-ui');
    await expect(call(`${service.url}/docs/swagger-ui.css`)).resolves.toMatchObject({ status: 200 });
  });
});
