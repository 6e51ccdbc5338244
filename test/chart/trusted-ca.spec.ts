import { containersOf, isOurs, podsOf } from './pods.js';
import { renderings, type Resource } from './rendered.js';

const MOUNTED = { name: 'trusted-ca', mountPath: '/trusted-ca', readOnly: true };

describe('A CA of the city’s own', () => {
  it.each([
    ['everything named, topics=job', { configMap: { name: 'city-ca', items: [item('city.pem')] } }],
    ['trustedCa=secret', { secret: { secretName: 'city-ca', items: [item('ca.crt')] } }],
    ['trial=on trustedCa=secret', { secret: { secretName: 'city-ca', items: [item('ca.crt')] } }],
  ])('is trusted in each of the services and Jobs: %s', (name, source) => {
    const pods = podsOf(renderings.get(name)!).filter(isOurs);
    expect(pods).toHaveLength(7);
    for (const pod of pods) {
      expect(pod.spec.volumes).toContainEqual({ name: 'trusted-ca', ...source });
      for (const { env, volumeMounts } of containersOf(pod).filter(isOfServiceImage)) {
        expect(env).toContainEqual({ name: 'NODE_EXTRA_CA_CERTS', value: '/trusted-ca/ca.crt' });
        expect(volumeMounts).toContainEqual(MOUNTED);
      }
    }
  });
});

function item(key: string) {
  return { key, path: 'ca.crt' };
}

/** The trial's own databases are plain. */
function isOfServiceImage({ name }: Resource) {
  return name !== 'provision';
}
