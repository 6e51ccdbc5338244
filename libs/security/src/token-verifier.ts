import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Problem, ReadinessChecks, SETTINGS, type Settings, temporarilyUnavailable } from '#runtime';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { type Actor, isRole, reachOf } from './actor.js';
import { districtMissing, schoolMissing, tokenInvalid } from './refusals.js';

/** Signatures only, and no HS256: a public key must never be taken for a shared secret. */
export const ALGORITHMS = ['RS256', 'ES256', 'PS256', 'EdDSA'];
/** RFC 9068: an ID token tells who signed in and opens nothing, though the same issuer signs it by the same keys. */
export const TOKEN_TYPE = 'at+jwt';
/** By so much the clocks of the issuer and of a service may differ. */
export const CLOCK_TOLERANCE_SECONDS = 30;
const ISSUER_TIMEOUT_MS = 5_000;
/**
 * The issuer is asked for its keys when a token names one that is not known, so a new key needs no restart; but not
 * again so soon, or whoever invents key ids would have the service flood the issuer.
 */
export const KEYS_COOLDOWN_MS = 30_000;
/** Older keys are fetched again at the next token, so that a key that the issuer withdrew is trusted no longer than this. */
export const KEYS_MAX_AGE_MS = 10 * 60_000;

const discoveryDocument = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

/** Verifies access tokens against the keys of the configured OpenID provider. */
@Injectable()
export class TokenVerifier {
  private readonly logger = new Logger(TokenVerifier.name);
  private keys: Promise<JWTVerifyGetKey> | undefined;
  private complaint: string | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    checks: ReadinessChecks,
  ) {
    // A process that never found its issuer would refuse everybody, while one before it may still know its keys.
    checks.registerForStart('token-issuer', async () => void (await this.issuerKeys()));
  }

  /** @throws Problem 401 for a bad token, 403 where the role's school or district is missing, 503 when the provider is away */
  async verify(token: string): Promise<Actor> {
    return actorOf(await this.claimsOf(token));
  }

  private async claimsOf(token: string): Promise<JWTPayload> {
    const keys = await this.issuerKeys();
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: this.settings.OIDC_ISSUER,
        audience: this.settings.OIDC_AUDIENCE,
        algorithms: ALGORITHMS,
        typ: TOKEN_TYPE,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'exp'],
      });
      return payload;
    } catch (error) {
      throw isTokensFault(error) ? tokenInvalid() : issuerAway();
    }
  }

  /** Found once, when the first token comes; asked for again after a failure. */
  private issuerKeys(): Promise<JWTVerifyGetKey> {
    this.keys ??= discoverKeys(this.settings.OIDC_ISSUER).catch((error: Error) => {
      this.keys = undefined;
      this.complain(error);
      throw issuerAway();
    });
    return this.keys;
  }

  /** Once for each reason, not for each token. */
  private complain({ message, cause }: Error): void {
    const reason = (cause as { code?: string } | undefined)?.code ?? message;
    if (reason === this.complaint) return;
    this.complaint = reason;
    this.logger.warn(
      `The issuer of tokens at ${this.settings.OIDC_ISSUER} cannot be used (${reason}): look at OIDC_ISSUER, and whether it can be reached from here.`,
    );
  }
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  // Keys come from the configured issuer itself, not from where it, or who stands in between, points to.
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(ISSUER_TIMEOUT_MS) });
  const discovered = discoveryDocument.parse(await answer.json());
  // OpenID Discovery 4.3: a document of another issuer must not be used.
  if (discovered.issuer !== issuer) throw new Error('The discovery document is of another issuer.');
  return createRemoteJWKSet(new URL(discovered.jwks_uri), {
    timeoutDuration: ISSUER_TIMEOUT_MS,
    cooldownDuration: KEYS_COOLDOWN_MS,
    cacheMaxAge: KEYS_MAX_AGE_MS,
  });
}

/** jose's own errors tell of the token, but for two that tell of the provider. */
function isTokensFault(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  // A JWKS answer other than 200 is a plain JOSEError; what is wrong with a token is always a subclass.
  return error instanceof errors.JOSEError && error.constructor !== errors.JOSEError;
}

const issuerAway = () => temporarilyUnavailable('The issuer of tokens does not answer.');

function actorOf({ sub, role, school, district }: JWTPayload): Actor {
  if (!sub || !isRole(role)) throw tokenInvalid();
  const reach = reachOf(role);
  if (reach === 'school') return { subject: sub, role, schoolCode: place(school) ?? refuse(schoolMissing()) };
  if (reach === 'district')
    return { subject: sub, role, authorityCode: place(district) ?? refuse(districtMissing()) };
  return { subject: sub, role };
}

const place = (claim: unknown) => (typeof claim === 'string' && claim !== '' ? claim : undefined);

function refuse(problem: Problem): never {
  throw problem;
}
