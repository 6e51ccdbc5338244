import { Body, Controller, Get, Module, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { commonProblems, declareProblems, Problem, Public, Refuses, type RunningService } from '#runtime';
import { HttpCaller } from '#testing';
import { call, startExample } from './example-service.js';

const words = (status: number) => ({
  status,
  title: '示例',
  detail: 'An example.',
  remedy: 'Nothing to do.',
});
const problems = declareProblems({
  'seat-taken': words(409),
  'seat-broken': words(409),
  'seat-unknown': words(422),
});
type Code = keyof typeof problems;

@Public()
@Controller('seats')
class SeatsController {
  @Post(':seat')
  @Refuses(problems, 'seat-taken', 'seat-unknown')
  @Refuses(problems, 'seat-broken')
  take(@Param('seat') seat: Code, @Body({ schema: z.looseObject({}) }) _body: object): never {
    throw new Problem(problems[seat]);
  }

  @Get(':seat')
  @Refuses(problems, 'seat-unknown')
  look(@Param('seat') seat: Code): never {
    throw new Problem(problems[seat]);
  }
}

@Module({ controllers: [SeatsController] })
class SeatsModule {}

let service: RunningService;
let seats: any;
beforeAll(async () => {
  service = await startExample('http://127.0.0.1:1', {}, SeatsModule);
  seats = (await call(`${service.url}/openapi.json`)).body.paths['/seats/{seat}'];
});
afterAll(() => service.close());

const codesOf = (operation: any, status: number) =>
  Object.keys(operation.responses[status].content['application/problem+json'].examples);

/** The compiler is the test: each of these lines would be an error without its comment. */
const undeclared = () => [
  // @ts-expect-error: it stands in no list
  Refuses(problems, 'seat-gone'),
  // @ts-expect-error: it stands in no list
  problems['seat-gone'],
  // @ts-expect-error: words alone are no declaration
  new Problem({ ...words(409), code: 'seat-gone' }),
  // @ts-expect-error: it stands in another list
  commonProblems['seat-taken'],
];

describe('the codes that a route can answer', () => {
  it('stand in its OpenAPI, also where it declares a status twice or one that every route has', () => {
    expect(codesOf(seats.post, 409)).toEqual(['seat-taken', 'seat-broken']);
    expect(codesOf(seats.post, 422)).toEqual(['seat-unknown', 'invalid-request']);
    expect(codesOf(seats.post, 400)).toEqual(['bad-request', 'malformed-json']);
    expect(codesOf(seats.get, 400)).toEqual(['bad-request']);
    expect(seats.get.responses[413]).toBeUndefined();
  });

  it('have an example each, which is what is answered', async () => {
    const [[code, example]] = Object.entries<any>(
      seats.post.responses[409].content['application/problem+json'].examples,
    ) as [[string, any]];
    const { body } = await call(`${service.url}/seats/${code}`, { body: {} });
    const { requestId } = body;
    expect({ ...example.value, requestId, instance: `urn:uuid:${requestId}` }).toEqual(body);
  });

  it('are declared in a list, or do not compile', () => {
    expect(undeclared).toBeInstanceOf(Function);
  });

  it('fail a spec when the route does not name them', async () => {
    const caller = new HttpCaller(service.url);
    await expect(caller.get('/seats/seat-unknown')).resolves.toMatchObject({ status: 422 });
    await expect(caller.get('/seats/seat-taken')).rejects.toThrow(
      'GET /seats/seat-taken answered 409 seat-taken, which the route does not declare',
    );
    await expect(caller.get('/nowhere')).resolves.toMatchObject({ status: 404 });
  });
});
