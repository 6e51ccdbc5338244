import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { z } from 'zod';
import type { Transaction } from '#database';

/** A schedule: 02:00 in China, when nobody graduates. */
export const NIGHTLY = '0 2 * * *';
/** The payload of a job that says all by its kind. */
export const NOTHING: z.ZodType<object> = z.object({});

/** What a service does later or over again. Declared once, as a plain value, by {@link jobKind}. */
export interface JobKind<Payload = any> {
  /** A verb in kebab-case, such as `apply-leave`: it names the queue, the rows, metrics and alarms. */
  readonly name: string;
  /** Ids and days, never what identifies a person: operators see it. */
  readonly payload: z.ZodType<Payload>;
  /** Failures of one step after which the job is FAILED; a lost connection does not count. */
  readonly attempts: number;
  /** Before the second attempt, and the most; it doubles in between. */
  readonly retryDelay: { readonly firstMs: number; readonly maxMs: number };
  /** Jobs of this kind that one process runs at the same time. */
  readonly concurrency: number;
  /** Runs that all processes of the service together begin at most. */
  readonly rateLimit?: { readonly max: number; readonly perMs: number };
  /** When a job without payload is made by itself: cron in China's time. Its steps wait for less than a day. */
  readonly schedule?: string;
}

const DEFAULTS = { attempts: 10, retryDelay: { firstMs: 1_000, maxMs: 600_000 }, concurrency: 1 };

type Given = Omit<JobKind, 'name' | 'payload' | keyof typeof DEFAULTS> & Partial<typeof DEFAULTS>;

/** @example export const applyLeave = jobKind({ name: 'apply-leave', payload: z.object({ leaveId: z.uuid() }) }); */
export const jobKind = <Payload>(
  kind: Given & { readonly name: string; readonly payload: z.ZodType<Payload> },
): JobKind<Payload> => ({ ...DEFAULTS, ...kind });

/** The job that a handler has in hand. */
export interface JobInHand {
  readonly jobId: string;
  /** When it was to be done; of a schedule, the moment of the firing. */
  readonly dueAt: Date;
  /** The day of `dueAt` in China, YYYY-MM-DD. */
  readonly dueOn: string;
}

/** The job goes on: at once, or after `inMs`, with another payload where one is given. */
export interface NextStep<Payload> {
  readonly payload?: Payload;
  readonly inMs?: number;
  /** How far it is, in words for operators. */
  readonly progress?: string;
}

export interface JobHandler<Payload> {
  /**
   * Does the job, or one step of it, in the transaction that also marks it as done: its effect happens once, however
   * often the process dies. The scope is the job's school, or all schools. A step has at most 30 s; long work takes
   * several and answers with the next one. Throwing undoes the step; it is tried again as the kind says.
   */
  handle(payload: Payload, tx: Transaction, job: JobInHand): Promise<NextStep<Payload> | void>;
}

export const JobHandlerOf = DiscoveryService.createDecorator<JobKind>();

/** Makes a class the handler of a kind. It is a Nest provider: list it in a module, and inject what it needs. */
export function HandlesJob<Payload>(kind: JobKind<Payload>) {
  return <Class extends new (...args: never[]) => JobHandler<Payload>>(handler: Class): void => {
    Injectable()(handler);
    JobHandlerOf(kind)(handler);
  };
}
