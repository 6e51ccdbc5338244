// Budget: 330 s: five processes are started for each of five scenarios, and relays sleep past their time-outs.
import { testPlatform } from '#testing';
import { platformAt } from '../../deploy/local/test-platform.ts';
import { runFaults } from './run.ts';
import { diesWhileHandling, factsComeTwice, play, wakesAfterItsSuccessor } from './scenarios.ts';

const MINUTES = 60_000;

describe("Registrars' promises are kept", () => {
  it(
    'while services and servers are killed, paused and cut off, as drawn from a fixed seed',
    async () => {
      const { findings, rounds } = await runFaults({ seed: 1360, count: 10, perRound: 10 });
      expect(findings).toEqual([]);
      expect(rounds[0]!.graduated).toBeGreaterThan(0);
      expect(rounds[0]!.noShows).toBeGreaterThan(0);
      expect(rounds[0]).toMatchObject({ transferred: 3, merged: expect.any(Number) });
    },
    4 * MINUTES,
  );

  it(
    'by a relay that was stopped with a state in its hands and wakes after its successor',
    async () => {
      const platform = platformAt(testPlatform());
      expect(await play({ scenario: wakesAfterItsSuccessor, platform })).toEqual([]);
    },
    4 * MINUTES,
  );
});

describe('The checker finds the damage', () => {
  it.each([
    [
      'offsets are committed first',
      'offsets committed first',
      diesWhileHandling,
      /neither handled nor parked/,
    ],
    [
      'the inbox is off',
      'inbox off',
      factsComeTwice,
      /is GRADUATION_REVOKED; certificates, entries, cases are/,
    ],
    ["the relay's fence is removed", 'fence removed', wakesAfterItsSuccessor, /ends with VALID/],
  ])(
    'when %s',
    async (_, mutation, scenario, damage) => {
      const findings = await play({ scenario, platform: platformAt(testPlatform()), mutation });
      expect(findings.join('\n')).toMatch(damage);
    },
    4 * MINUTES,
  );
});
