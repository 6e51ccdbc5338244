import { chunksOf } from '../../deploy/local/cohort/groups.ts';
import { until } from '../../deploy/local/cohort/until.ts';
import { approveRegistrations, checkInStudents, graduate, openSchool } from '../harness/students.ts';
import { processesOf } from './measure.mjs';
import { grownBy, lookAtStorage } from './storage.mjs';
import { System } from './system.mjs';
import { measureCpu } from './usage.mjs';

const PREFIX = 'path.';

/**
 * What one student leaves on disk from the application to the employment case, and what all of it costs: an import,
 * admission, check-in, approval, and graduation in batches as a school makes them. In databases and topics of its own.
 */
export async function measureWholePath(platform, { students, log }) {
  const system = await System.start(platform, { name: 'path', prefix: PREFIX });
  try {
    await openSchool(system.api, students);
    const before = await lookAtStorage(platform, PREFIX);
    const cpu = measureCpu(processesOf(system));
    await checkInStudents(system.api, students);
    const registrations = await approveRegistrations(system.api, students);
    for (const some of chunksOf(registrations))
      await graduate(system.api, some.map(({ registrationId }) => registrationId)); // prettier-ignore
    await untilAllThere(system.databases, students);
    const usage = cpu.stop();
    const each = grownBy(before, await lookAtStorage(platform, PREFIX), students);
    log(`${students} students took ${usage.seconds} s`);
    return { students, ...usage, bytesEach: each };
  } finally {
    await system.stop();
  }
}

const untilAllThere = (databases, wanted) =>
  until(
    'entries and cases',
    async () => {
      const { entries, cases } = await databases.countToday();
      return { seen: Math.min(entries, cases), wanted };
    },
    { progress: () => {} },
  );
