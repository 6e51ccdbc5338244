import { Injectable } from '@nestjs/common';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { Problem, writtenText } from '#runtime';
import type { Actor } from '#security';
import { Authority } from '../domain/authority.js';
import { problems } from '../problems.js';
import { authorities } from './authorities.js';

export const addAuthority = command({
  name: 'add-authority',
  path: '',
  roles: ['city-officer'],
  sentence: { zh: '登记了主管部门', en: 'registered the authority' },
  body: Authority.pick({ authorityCode: true, tier: true })
    .extend({ name: writtenText(100) })
    .strict(),
  answers: [201, Authority],
  refuses: [problems, 'authority-already-registered'],
});

@Injectable()
export class AddAuthority {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 409 */
  add(authority: BodyOf<typeof addAuthority>, actor: Actor): Promise<Authority> {
    return this.commands.run(actor, addAuthority.action, async (tx) => {
      const after = { ...authority, status: 'ACTIVE' as const, version: 1 };
      const options = { actor, unless: 'authority_code' };
      const [saved] = await this.transitions.save(tx, authorities, addAuthority, [{ after }], options);
      if (!saved) throw new Problem(problems['authority-already-registered']);
      return saved;
    });
  }
}
