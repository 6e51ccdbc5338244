/**
 * Writes the sample city and its applicants: `npm run build && node deploy/local/sample/generate.ts`.
 * All names, people, companies and numbers are invented (样例); the sizes are those of the source document.
 * The result is committed; the same seed writes it again byte for byte.
 */
import { writeFileSync } from 'node:fs';
import { APPLICANTS, inventApplicants } from './applicants.ts';
import { CATALOGUE_VERSION, inventCity } from './city.ts';
import { inventedIds } from './codes.ts';
import { csvOf } from './csv.ts';
import { inventPeople } from './people.ts';
import { inventPlans } from './plans.ts';
import { seeded } from './random.ts';

const random = seeded(20230901);
const city = inventCity(random);
const person = inventPeople(random, inventedIds(random));
const applicants = inventApplicants(random, { person, offerings: city.offerings });
if (applicants.length !== APPLICANTS) throw new Error(`${applicants.length} applicants`);
const plans = inventPlans(random, city.offerings, applicants);

const write = (name: string, text: string) => writeFileSync(new URL(name, import.meta.url), text);
const content = { note: '样例：全部为虚构', catalogueVersion: CATALOGUE_VERSION, ...city, plans };
write('city.json', `${JSON.stringify(content, null, 1)}\n`);
write('applicants.csv', csvOf(applicants));
