import { applyDecorators, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Answers, type ProblemList, Refuses, Summary } from '#runtime';
import { type Role, Roles } from '#security';
import { type Action, declareActions } from './actions.js';

/** What a command is called, and where and by whom it is asked for. */
export interface CommandRoute {
  /** kebab-case; history and audit keep it, so it is never renamed */
  readonly name: string;
  /** of the route, below that of its controller: `batch-reject`, or `:registrationId/revoke-graduation` */
  readonly path: string;
  readonly roles: readonly [Role, ...Role[]];
  /** what somebody did, after their name: 批准了注册, `approved the registration`. Audit trail and summary say it */
  readonly sentence: { readonly zh: string; readonly en: string };
}

interface CommandDeclaration<Body extends z.ZodType, Code extends string> extends CommandRoute {
  /** left out where the address says all */
  readonly body?: Body;
  readonly answers: readonly [status: number, view: z.ZodType];
  readonly refuses?: readonly [list: ProblemList<Code>, ...codes: Code[]];
}

/** The body of a command's request, as its route gets it. */
export type BodyOf<Declared extends { readonly body: z.ZodType }> = z.output<Declared['body']>;

export const routed = <Route extends CommandRoute>(route: Route): Route & { readonly action: Action } => ({
  ...route,
  action: declareActions({ [route.name]: route.sentence })[route.name]!,
});

/**
 * Declares a command that is no transition of the aggregates library.
 * @example
 * export const registerSchool = command({
 *   name: 'register-school', path: '', roles: ['city-officer'],
 *   sentence: { zh: '登记了院校', en: 'registered the school' },
 *   body: z.strictObject({ … }), answers: [201, SchoolView], refuses: [problems, 'school-already-registered'],
 * });
 */
export const command = <Body extends z.ZodType, Code extends string>(
  declared: CommandDeclaration<Body, Code>,
) => routed({ ...declared, body: declared.body as Body });

/** The decorators that every route of a command has. */
export const routeOf = ({ path, roles, name, sentence: { zh } }: CommandRoute): MethodDecorator =>
  applyDecorators(
    Post(path),
    Roles(...roles),
    Summary({ zh: zh.replace('了', ''), en: name[0]!.toUpperCase() + name.slice(1).replaceAll('-', ' ') }),
  );

/** The route of a command: Nest's own decorators, as it declares them. */
export const Command = <Code extends string>({
  answers,
  refuses,
  ...route
}: CommandDeclaration<z.ZodType, Code>): MethodDecorator =>
  applyDecorators(routeOf(route), Answers(...answers), ...(refuses ? [Refuses(...refuses)] : []));
