import { runFaults } from './run.mjs';
import { diesWhileHandling, factsComeTwice, play, wakesAfterItsSuccessor } from './scenarios.mjs';

const MINUTES = 60_000;

describe("Registrars' promises are kept", () => {
  it(
    'while services and servers are killed, paused and cut off, as drawn from a fixed seed',
    async () => {
      const { findings, rounds } = await runFaults({ seed: 11, count: 10, perRound: 10, students: 300 });
      expect(findings).toEqual([]);
      expect(rounds[0]!.graduated).toBeGreaterThan(0);
    },
    4 * MINUTES,
  );

  it(
    'by a relay that was stopped with a state in its hands and wakes after its successor',
    async () => {
      expect(await play(wakesAfterItsSuccessor)).toEqual([]);
    },
    8 * MINUTES,
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
      // Damage depends on timing: what is built in shows in one of a few plays, or the checker is blind to it.
      let findings: string[] = [];
      for (let plays = 0; plays < 3 && findings.length === 0; plays++)
        findings = await play(scenario, mutation);
      expect(findings.join('\n')).toMatch(damage);
    },
    8 * MINUTES,
  );
});
