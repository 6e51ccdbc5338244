// `npm run sbom`: what the service image holds, as CycloneDX 1.5 on stdout: the npm packages by npm itself, Node, and, where
// Debian's packages are known, those that the shared libraries of Node come from. The image carries it as sbom.cdx.json.
import { execFileSync } from 'node:child_process';

const npm = ['sbom', '--omit=dev', '--package-lock-only', '--sbom-format=cyclonedx'];
const bom = JSON.parse(run('npm', npm));
// The same for the same packages: a bill that changes with the clock would change the image as well.
delete bom.serialNumber;
delete bom.metadata.timestamp;
bom.components.push(node(), ...debianPackages());
console.log(JSON.stringify(bom, null, 2));

function node() {
  const { version } = process;
  return { type: 'application', name: 'node', version, purl: `pkg:generic/node@${version.slice(1)}` };
}

function debianPackages() {
  try {
    const libraries = run('ldd', [process.execPath]).match(/\/[^ )]+/g) ?? [];
    const owners = libraries.flatMap((library) =>
      run('dpkg', ['-S', `*${library.replace(/^.*\/lib\//, '/')}`]).split('\n'),
    );
    const names = new Set(owners.map((line) => line.split(': ')[0]!).filter(Boolean));
    return [...names].map((name) => {
      const version = run('dpkg-query', ['-W', '-f', '${Version}', name]);
      const [plain = name] = name.split(':');
      return {
        type: 'library',
        name: plain,
        version,
        purl: `pkg:deb/debian/${plain}@${encodeURIComponent(version)}`,
      };
    });
  } catch {
    return []; // no Debian, as on a developer's machine
  }
}

function run(command: string, args: string[]) {
  return execFileSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
