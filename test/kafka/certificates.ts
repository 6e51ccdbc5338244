import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** PEM files of an authority of this spec, and of whoever it knows by name. */
export class Authority {
  readonly ca: string;

  constructor(private readonly dir: string) {
    this.ca = path.join(dir, 'ca.pem');
    const config = this.write(
      'req.cnf',
      '[req]\ndistinguished_name=dn\n[dn]\n[leaf]\nsubjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n[ca]\nbasicConstraints=critical,CA:TRUE\n',
    );
    this.sign('ca', ['-config', config, '-extensions', 'ca']);
  }

  /** @returns a certificate of that name for 127.0.0.1, its key, and one file with both, as a broker takes them */
  certify(name: string) {
    const signedBy = ['-CA', this.ca, '-CAkey', path.join(this.dir, 'ca.key')];
    this.sign(name, ['-config', path.join(this.dir, 'req.cnf'), '-extensions', 'leaf', ...signedBy]);
    const [certificate, key] = [path.join(this.dir, `${name}.pem`), path.join(this.dir, `${name}.key`)];
    const both = this.write(
      `${name}.both.pem`,
      [key, certificate].map((file) => readFileSync(file)).join(''),
    );
    return { certificate, key, both };
  }

  private sign(name: string, more: string[]): void {
    const out = ['-keyout', path.join(this.dir, `${name}.key`), '-out', path.join(this.dir, `${name}.pem`)];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', ['req', '-x509', ...key, ...out, '-subj', `/CN=${name}`, '-days', '2', ...more], {
      stdio: 'pipe',
    });
  }

  private write(name: string, text: string): string {
    const file = path.join(this.dir, name);
    writeFileSync(file, text);
    return file;
  }
}
