/**
 * Writes the sample city and its applicants: `npm run build && node deploy/local/sample/generate.mjs`.
 * All names, people, companies and numbers are invented (样例); the sizes are those of the source document.
 * The result is committed; the same seed writes it again byte for byte.
 */
import { writeFileSync } from 'node:fs';
import { APPLICANTS, inventApplicants } from './applicants.mjs';
import { CATALOGUE_VERSION, inventCity } from './city.mjs';
import { inventedIds } from './codes.mjs';
import { csvOf } from './csv.mjs';
import { inventPeople } from './people.mjs';
import { inventPlans } from './plans.mjs';
import { seeded } from './random.mjs';

const random = seeded(20230901);
const city = inventCity(random);
const person = inventPeople(random, inventedIds(random));
const applicants = inventApplicants(random, { person, offerings: city.offerings });
if (applicants.length !== APPLICANTS) throw new Error(`${applicants.length} applicants`);
const plans = inventPlans(random, city.offerings, applicants);

const write = (name, text) => writeFileSync(new URL(name, import.meta.url), text);
const content = { note: '样例：全部为虚构', catalogueVersion: CATALOGUE_VERSION, ...city, plans };
write('city.json', `${JSON.stringify(content, null, 1)}\n`);
write('applicants.csv', csvOf(applicants));
