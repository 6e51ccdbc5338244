import type { Type } from '@nestjs/common';
import { createService, type Environment, type RunningService } from '#runtime';
import { ExampleModule } from './example.module.js';

const key = Buffer.alloc(32, 7).toString('base64');

/** Settings of a service that meets neither database nor Kafka. */
export const exampleEnvironment = (issuer: string): Record<string, string> => ({
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  PORT: '0',
  SHUTDOWN_DRAIN_MS: '0',
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  KAFKA_BROKERS: '127.0.0.1:1',
  OIDC_ISSUER: issuer,
  SEALING_KEYS: JSON.stringify({ current: 'k1', keys: { k1: key }, index: key }),
  TOPIC_KEYS: '{}',
});

/** The example in this process: no database, no Kafka; HTTP and the issuer are real. */
export function startExample(
  issuer: string,
  environment: Environment = {},
  module: Type = ExampleModule,
): Promise<RunningService> {
  return createService(
    { name: 'example', title: '示例 Example', description: 'Shows every convention once.', module },
    { ...exampleEnvironment(issuer), ...environment },
  );
}

export interface Answer {
  status: number;
  headers: Headers;
  body: any;
}

/** Sends one request; an object is sent as JSON. */
export async function call(
  url: string,
  { token, body, type = 'application/json', ...init }: CallOptions = {},
): Promise<Answer> {
  const headers: Record<string, string> = { ...init.headers };
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = type;
  const answer = await fetch(url, {
    method: init.method ?? (body === undefined ? 'GET' : 'POST'),
    headers,
    body:
      body === undefined || typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json');
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

interface CallOptions {
  token?: string;
  body?: unknown;
  type?: string;
  method?: string;
  headers?: Record<string, string>;
}
