import { Transitions } from '#aggregates';
import { IdentityCorrected } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { Sealer } from '#security';
import { followIdentities } from '../../applications/follow-identity.js';
import { moveTakenOver } from '../../applications/taken-over.js';

/** 身份信息更正: the application, its place and the studies before go by the identity that student records has. */
@ReactsTo(IdentityCorrected)
export class FollowCorrection {
  constructor(
    private readonly transitions: Transitions,
    private readonly sealer: Sealer,
  ) {}

  async handle(corrections: Received<typeof IdentityCorrected>[], tx: Transaction): Promise<void> {
    await followIdentities(tx, this.transitions, this.sealer, corrections);
    await moveTakenOver(tx, this.sealer, corrections.map(({ data }) => data)); // prettier-ignore
  }
}
