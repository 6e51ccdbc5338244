import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Transactions } from '#database';
import { Problem } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { problems } from '../problems.js';
import { deliveredAs, PlatformApplication, type PlatformApplications, PlatformNumbers } from './delivered.js';

export const DeliveryLookup = z
  .strictObject({ platformNumbers: PlatformNumbers })
  .meta({ id: 'DeliveryLookup' });

/** 查询: how the applications stand that the platform has delivered, and no other. */
@Injectable()
export class FindDeliveries {
  constructor(private readonly transactions: Transactions) {}

  /** In the order in which they are asked for. */
  async find(
    platformNumbers: readonly string[],
    actor: Actor,
  ): Promise<z.infer<typeof PlatformApplications>> {
    const found = await this.transactions.run(scopeOf(actor), (tx) =>
      deliveredAs(tx, actor, platformNumbers, { locked: false }),
    );
    const numbers = [...new Set(platformNumbers)];
    return {
      items: numbers.flatMap((number) =>
        found.has(number) ? PlatformApplication.parse(found.get(number)) : [],
      ),
      unknown: numbers.filter((number) => !found.has(number)),
    };
  }

  /** @throws Problem 404 */
  async one(platformNumber: string, actor: Actor): Promise<PlatformApplication> {
    const { items } = await this.find([platformNumber], actor);
    if (!items[0]) throw new Problem(problems['not-found']);
    return items[0];
  }
}
