import { ofKind, renderings, type Resource } from './rendered.js';

it.each([
  ['enrolment', [53, 53, 5432, 9092, 9093, 9094, 9192, 9292, 443, 8443, 6379, 4318, 80]],
  ['student-records', [53, 53, 5432, 9092, 9093, 9094, 9192, 9292, 443, 8443, 6379, 443, 9000, 4318, 80]],
  ['topics', [53, 53, 9092, 9093, 9094, 9192, 9292]],
])('A network policy lets %s through to the ports of the addresses among the values', (component, ports) => {
  const policy = ofKind(renderings.get('addresses with ports of their own')!, 'NetworkPolicy').find(
    ({ metadata }) => metadata.name === `jiangtu-${component}`,
  )!;
  const open = policy.spec.egress.flatMap((rule: Resource) => rule.ports.map(({ port }: Resource) => port));
  expect(open).toEqual(ports);
});
