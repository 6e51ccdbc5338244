import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const READS_ONLY = 'jiangtu:reads-only';
/** Keeps the headers of commands off the API page; #runtime looks for it. */
const WITHOUT_HEADERS = 'x-without-command-headers';

/** A route that is called by POST and changes nothing: its parameters do not belong in an address. */
export function ReadsOnly(): MethodDecorator {
  return applyDecorators(SetMetadata(READS_ONLY, true), ApiExtension(WITHOUT_HEADERS, true));
}

/**
 * A route whose work is done in many transactions, each of which may be done again: it takes no `Idempotency-Key`.
 * It is written down at its beginning.
 */
export const Repeatable = (): MethodDecorator => ApiExtension(WITHOUT_HEADERS, true);

/** A command on a record that has no versions: it takes no `If-Match`. */
export const Unversioned = (): MethodDecorator => ApiExtension('x-unversioned', true);
