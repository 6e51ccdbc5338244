import type { Type } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { ServiceName } from '#contracts';
import type { TestService } from '#testing';

/** The school whose records must not be told, and the district that supervises it. */
export const SCHOOL = 'S001';
export const DISTRICT = '500112';
/** Who asks for them. They have records of their own, so that nothing is empty for another reason. */
export const OTHER_SCHOOL = 'S002';
export const OTHER_DISTRICT = '500113';
/** Where the school lies, by which it is read as well. */
export const REGION = '500103';
/** Who has delivered an application to {@link SCHOOL}, and another program of its role. */
export const PLATFORM = 'ONE';
export const OTHER_PLATFORM = 'TWO';

export const supervised = (authorityCode: string) => ({ authorityCode, authorityTier: 'DISTRICT' }) as const;

/** What belongs to {@link SCHOOL}, by the name under which the requests use it. */
export type Ids = Record<string, string>;

/** A request that names what belongs to a school. The address of the route is filled from the ids. */
export interface Request {
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  /** in place of a body */
  readonly file?: Buffer<ArrayBuffer>;
  readonly contentType?: string;
  /** Members of the answer that differ each time, beside those of every answer. */
  readonly newMembers?: readonly string[];
  /** What the answer shows to those whose record it is; one of the ids where it is left out. */
  readonly shows?: string;
  /** Values of the address that are not the school's, such as a batch of the caller's own. */
  readonly own?: Ids;
}

export interface OpenedService {
  readonly service: TestService;
  readonly ids: Ids;
  /** Texts that stand in the records of {@link SCHOOL} and nowhere else. */
  readonly secrets: readonly string[];
  /** By route, as `GET /registrations/:registrationId`. */
  readonly requests: Record<string, Request[]>;
}

/** A service as the walks go through it. */
export interface WalkedService {
  readonly name: ServiceName;
  readonly module: Type;
  /** Starts the service, with a record of {@link SCHOOL} in every table that is under row-level security. */
  readonly open: () => Promise<OpenedService>;
  /** Routes that tell of no record of a school to roles of schools, districts, platforms or the public, with the reason. */
  readonly tellNothing: Record<string, string>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The same kinds of ids, of nothing that there is. */
export function ofNobody(ids: Ids): Ids {
  return Object.fromEntries(
    Object.entries(ids).map(([name, id]) => [name, UUID.test(id) ? uuidv7() : `${id.slice(0, -1)}9`]),
  );
}
