import { Body, Controller, Get, Inject, Module, Param, Post, Query } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Answers,
  commonProblems,
  declareProblems,
  notFound,
  Problem,
  Public,
  Refuses,
  requestContext,
  SETTINGS,
  type Settings,
  Tag,
  TakesFile,
} from '#runtime';
import { type Actor, CurrentActor, Roles, SecurityModule } from '#security';

const schoolCode = z.string().regex(/^S\d{3}$/, 'a school code is S and three digits');
const newSchool = z
  .strictObject({
    schoolCode,
    name: z.string().min(1).max(60),
    address: z.strictObject({ regionCode: z.string().length(6) }).optional(),
    validFrom: z.iso.date(),
    validTo: z.iso.date(),
    seats: z.array(z.strictObject({ planned: z.int().positive() })).default([]),
  })
  .refine(({ validFrom, validTo }) => validFrom <= validTo, {
    path: ['validTo'],
    message: 'The end lies before the start',
    params: { code: 'ends-before-start' },
  })
  .meta({ id: 'NewSchool' });
const school = z.object({ schoolCode: z.string(), name: z.string() }).meta({ id: 'School' });
const schoolsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().optional(),
});

const patience = z.object({ milliseconds: z.coerce.number().default(700) });

export const problems = declareProblems({
  'school-exists': {
    status: 409,
    title: '学校已存在',
    detail: 'A school with this code is there already.',
    remedy: 'GET it.',
  },
});

/** Shows every convention of a controller once. */
@Tag('schools', 'An example')
@Controller('schools')
export class SchoolsController {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Post()
  @Roles('city-officer')
  @Answers(201, school)
  @Refuses(problems, 'school-exists')
  add(@Body({ schema: newSchool }) body: z.output<typeof newSchool>, @CurrentActor() actor: Actor) {
    if (body.schoolCode === 'S999')
      throw new Problem(problems['school-exists'], {
        extensions: { hint: 'GET it' },
      });
    return { schoolCode: body.schoolCode, name: body.name, addedBy: actor };
  }

  @Get()
  @Public()
  @Answers(200, z.object({ items: z.array(school), nextCursor: z.string().optional() }))
  list(@Query({ schema: schoolsQuery }) query: z.output<typeof schoolsQuery>) {
    return { items: [], query, audience: this.settings.OIDC_AUDIENCE };
  }

  @Get(':schoolCode')
  @Roles('city-officer', 'school-registrar')
  @Answers(200, school)
  @Refuses(commonProblems, 'not-found')
  one(@Param('schoolCode', { schema: schoolCode }) code: string): never {
    throw notFound(`No such school.${code === 'S000' ? ' It never was.' : ''}`);
  }

  @Post('imports')
  @TakesFile()
  @Roles('city-officer')
  @ApiConsumes('text/csv')
  @Answers(201, z.object({ bytes: z.int() }))
  import(@Body() bytes: Buffer) {
    return { bytes: Buffer.isBuffer(bytes) ? bytes.length : -1 };
  }

  @Post('form')
  @Public()
  @Answers(200, z.object({ name: z.string() }))
  form(@Body({ schema: z.strictObject({ name: z.string() }) }) body: { name: string }) {
    return body;
  }

  @Post('context')
  @Public()
  @Answers(200, z.looseObject({}))
  async context(@Body() _body: unknown) {
    await new Promise((resolve) => setImmediate(resolve));
    return requestContext();
  }

  @Get('slow')
  @Public()
  @Answers(200, z.object({ slow: z.boolean() }))
  async slow(@Query({ schema: patience }) { milliseconds }: z.output<typeof patience>) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return { slow: true };
  }

  @Get('broken/:how')
  @Public()
  broken(@Param('how') how: string): never {
    if (how === 'database')
      throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' });
    throw new Error('select id_number from persons where id_number = 510202199001011234');
  }
}

@Module({ imports: [SecurityModule.forRoot()], controllers: [SchoolsController] })
export class ExampleModule {}
