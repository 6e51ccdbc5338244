import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '#database';
import type { ListSource, Page } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import type { Action } from './actions.js';
import { Commands } from './commands.js';

/** A list as `listOf` of #runtime declares it. */
interface Readable {
  readonly filter: { readonly shape: object };
  page<Row extends object, Item>(tx: Transaction, asked: any, source: ListSource<Row, Item>): Promise<Page<Item>>; // prettier-ignore
  workbook<Row extends object>(tx: Transaction, asked: any, source: ListSource<Row, any>): Promise<Buffer>;
}

interface Asked {
  readonly schoolCode?: string | undefined;
}

/** Lists of records of schools, as an actor reads them: under their scope, and of their own school where they name one. */
@Injectable()
export class Lists {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
  ) {}

  /** @throws Problem 403 other-school */
  page<Row extends object, Item>(list: Readable, source: ListSource<Row, Item>, query: Asked, actor: Actor) {
    const asked = reachable(list, query, actor);
    return this.transactions.run(scopeOf(actor), (tx) => list.page(tx, asked, source));
  }

  /**
   * All that the filters leave, as a workbook. Written down as `action`, since it names people.
   * @throws Problem 403 other-school; 422 too-many-to-export
   */
  async workbook<Row extends object, Item>(
    list: Readable,
    { action, ...source }: ListSource<Row, Item> & { readonly action: Action },
    query: Asked,
    actor: Actor,
  ): Promise<Buffer> {
    const asked = reachable(list, query, actor);
    return this.commands.look(actor, action, (tx) => list.workbook(tx, asked, source));
  }
}

/** A school's own code is said as a filter: row-level security lets it see no others, and an index finds what a filter names. */
function reachable(list: Readable, query: Asked, actor: Actor): Asked {
  const scope = scopeOf(actor);
  expectOwnSchool(scope, query.schoolCode);
  const isBySchool = scope.kind === 'school' && 'schoolCode' in list.filter.shape;
  return isBySchool ? { ...query, schoolCode: scope.schoolCode } : query;
}
