{{/* A variable out of a Secret. */}}
{{- define "jiangtu.fromSecret" -}}
- name: {{ .name }}
  valueFrom: { secretKeyRef: { name: {{ .secret }}, key: {{ .key | default .name }} } }
{{- end }}

{{/* How Kafka is reached by a component. */}}
{{- define "jiangtu.kafkaEnvironment" -}}
{{- $kafka := .root.Values.kafka }}
{{- $sasl := not (has $kafka.authentication (list "none" "tls")) }}
- { name: KAFKA_BROKERS, value: {{ include "jiangtu.brokers" .root | quote }} }
{{- with $kafka.topicPrefix }}
- { name: KAFKA_TOPIC_PREFIX, value: {{ . | quote }} }
{{- end }}
{{- if or $sasl $kafka.tls }}
- { name: KAFKA_SECURITY_PROTOCOL, value: {{ printf "%s%s" (ternary "SASL_" "" $sasl) (ternary "SSL" "PLAINTEXT" $kafka.tls) }} }
{{- end }}
{{- if $sasl }}
- { name: KAFKA_SASL_MECHANISM, value: {{ upper $kafka.authentication }} }
- { name: KAFKA_SASL_USERNAME, value: {{ include "jiangtu.kafkaUser" . | quote }} }
{{ include "jiangtu.fromSecret" (dict "name" "KAFKA_SASL_PASSWORD" "secret" (include "jiangtu.kafkaUser" .) "key" "password") }}
{{- end }}
{{- if and $kafka.tls $kafka.caSecret.name }}
- { name: KAFKA_SSL_CA_LOCATION, value: /kafka/ca/{{ $kafka.caSecret.key }} }
{{- end }}
{{- if eq $kafka.authentication "tls" }}
- { name: KAFKA_SSL_CERTIFICATE_LOCATION, value: /kafka/user/user.crt }
- { name: KAFKA_SSL_KEY_LOCATION, value: /kafka/user/user.key }
{{- end }}
{{- end }}

{{/* Certificates, as files: of Kafka, and the CAs. */}}
{{- define "jiangtu.mounts" -}}
{{- $values := .root.Values }}
{{- if and $values.kafka.tls $values.kafka.caSecret.name }}
- { name: kafka-ca, mountPath: /kafka/ca, readOnly: true }
{{- end }}
{{- if eq $values.kafka.authentication "tls" }}
- { name: kafka-user, mountPath: /kafka/user, readOnly: true }
{{- end }}
{{- include "jiangtu.databaseMounts" . }}
{{- include "jiangtu.trustedCaMounts" .root }}
{{- end }}

{{- define "jiangtu.databaseMounts" -}}
{{- if include "jiangtu.databaseClusters" . }}
- { name: database-ca, mountPath: /database, readOnly: true }
{{- end }}
{{- end }}

{{- define "jiangtu.trustedCaMounts" -}}
{{- if include "jiangtu.trustsCa" . }}
- { name: trusted-ca, mountPath: /trusted-ca, readOnly: true }
{{- end }}
{{- end }}

{{- define "jiangtu.volumes" -}}
{{- $values := .root.Values }}
{{- with $values.kafka.caSecret }}
{{- if and $values.kafka.tls .name }}
- { name: kafka-ca, secret: { secretName: {{ .name }}, items: [{ key: {{ .key }}, path: {{ .key }} }] } }
{{- end }}
{{- end }}
{{- if eq $values.kafka.authentication "tls" }}
- name: kafka-user
  secret:
    secretName: {{ include "jiangtu.kafkaUser" . }}
    items: [{ key: user.crt, path: user.crt }, { key: user.key, path: user.key }]
{{- end }}
{{- include "jiangtu.databaseVolumes" . }}
{{- include "jiangtu.trustedCaVolumes" .root }}
{{- end }}

{{/* The CA of each Cluster, under its name. */}}
{{- define "jiangtu.databaseVolumes" -}}
{{- with include "jiangtu.databaseClusters" . }}
- name: database-ca
  projected:
    sources:
      {{- range splitList " " . }}
      - secret: { name: {{ . }}-ca, items: [{ key: ca.crt, path: {{ . }}.crt }] }
      {{- end }}
{{- end }}
{{- end }}

{{- define "jiangtu.trustedCaVolumes" -}}
{{- with .Values.trustedCa }}
{{- $items := list (dict "key" .key "path" "ca.crt") | toJson }}
{{- if .configMap }}
- { name: trusted-ca, configMap: { name: {{ .configMap }}, items: {{ $items }} } }
{{- else if .secret }}
- { name: trusted-ca, secret: { secretName: {{ .secret }}, items: {{ $items }} } }
{{- end }}
{{- end }}
{{- end }}

{{- define "jiangtu.trustsCa" -}}
{{ .Values.trustedCa.configMap | default .Values.trustedCa.secret }}
{{- end }}

{{- define "jiangtu.trustedCaEnvironment" -}}
{{- if include "jiangtu.trustsCa" . }}
- { name: NODE_EXTRA_CA_CERTS, value: /trusted-ca/ca.crt }
{{- end }}
{{- end }}

{{/* The Cluster that a service's database is in: the declared one, or where it was restored to. */}}
{{- define "jiangtu.databaseCluster" -}}
{{ get .root.Values.database.cloudnativepg.restored .component | default (printf "%s-postgres" .root.Release.Name) }}
{{- end }}

{{/* The Clusters that a component asks: a service its own, the migrations each. */}}
{{- define "jiangtu.databaseClusters" -}}
{{- if eq .root.Values.database.provider "cloudnativepg" }}
{{- $root := .root }}
{{- $services := splitList " " (include "jiangtu.serviceNames" .) }}
{{- $asked := list }}
{{- if eq .component "migrate" }}
{{- $asked = $services }}
{{- else if has .component $services }}
{{- $asked = list .component }}
{{- end }}
{{- $clusters := list }}
{{- range $asked }}
{{- $clusters = append $clusters (include "jiangtu.databaseCluster" (dict "root" $root "component" .)) }}
{{- end }}
{{- join " " (uniq $clusters) }}
{{- end }}
{{- end }}

{{/*
The addresses of the database: out of the service's Secret, or put together for CloudNativePG. Then the password is beside
them, where the driver looks for it, since Kubernetes cannot escape it for an address. A migration logs in as the owner
and of the other role takes the name only.
*/}}
{{- define "jiangtu.databaseEnvironment" -}}
{{- if eq .root.Values.database.provider "secret" }}
{{ include "jiangtu.fromSecret" (dict "name" "DATABASE_URL" "secret" (include "jiangtu.secretName" .)) }}
{{- if .migrates }}
{{ include "jiangtu.fromSecret" (dict "name" "MIGRATION_DATABASE_URL" "secret" (include "jiangtu.secretName" .)) }}
{{- end }}
{{- else }}
{{- $database := snakecase .component }}
{{- $cluster := include "jiangtu.databaseCluster" . }}
{{- $place := printf "%s-rw:5432/%s?sslmode=verify-full&sslrootcert=/database/%s.crt" $cluster $database $cluster }}
{{- $secret := printf "%s-database%s" (include "jiangtu.name" .) (ternary "-owner" "" (default false .migrates)) }}
{{ include "jiangtu.fromSecret" (dict "name" "PGPASSWORD" "secret" $secret "key" "password") }}
- { name: DATABASE_URL, value: "postgres://{{ $database }}@{{ $place }}" }
{{- if .migrates }}
- { name: MIGRATION_DATABASE_URL, value: "postgres://{{ $database }}_owner@{{ $place }}" }
{{- end }}
{{- end }}
{{- end }}

{{/* Everything that a service reads, to run or to migrate; `migrates` adds the owner's address. */}}
{{- define "jiangtu.environment" -}}
{{- $values := .root.Values }}
{{- $secret := include "jiangtu.secretName" . }}
{{- $settings := merge (dict) (index $values.services .component).settings $values.settings }}
{{- $version := (index $values.services .component).image.tag | default $values.image.tag | default .root.Chart.AppVersion }}
{{- include "jiangtu.trustedCaEnvironment" .root }}
{{- include "jiangtu.databaseEnvironment" . }}
{{ include "jiangtu.fromSecret" (dict "name" "SEALING_KEYS" "secret" $secret) }}
{{ include "jiangtu.fromSecret" (dict "name" "TOPIC_KEYS" "secret" $secret) }}
{{ include "jiangtu.fromSecret" (dict "name" "REDIS_URL" "secret" $secret) }}
{{- if .migrates }}
- { name: KAFKA_BROKERS, value: {{ include "jiangtu.brokers" .root | quote }} }
{{- else }}
{{ include "jiangtu.kafkaEnvironment" . }}
{{- end }}
# With the version of the image, so that traces and metrics tell which one spoke.
- { name: OTEL_RESOURCE_ATTRIBUTES, value: {{ compact (list (printf "service.version=%s" $version) $settings.OTEL_RESOURCE_ATTRIBUTES) | join "," | quote }} }
- { name: OIDC_ISSUER, value: {{ include "jiangtu.issuer" .root | quote }} }
- { name: OIDC_AUDIENCE, value: {{ $values.oidc.audience | quote }} }
{{- with $values.exposure.trustedProxies }}
- { name: HTTP_TRUSTED_PROXIES, value: {{ join "," . | quote }} }
{{- end }}
{{- with $values.files.s3 }}
{{- if and .endpoint (eq $.component "student-records") (not $.migrates) }}
{{- $keys := .secret | default (printf "%s-files" $.root.Release.Name) }}
- { name: FILES_S3_ENDPOINT, value: {{ .endpoint | quote }} }
- { name: FILES_S3_BUCKET, value: {{ .bucket | quote }} }
- { name: FILES_S3_REGION, value: {{ .region | quote }} }
{{ include "jiangtu.fromSecret" (dict "name" "FILES_S3_ACCESS_KEY_ID" "secret" $keys) }}
{{ include "jiangtu.fromSecret" (dict "name" "FILES_S3_SECRET_ACCESS_KEY" "secret" $keys) }}
{{- end }}
{{- end }}
{{- with $values.tracing.endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
- { name: OTEL_TRACES_SAMPLER_ARG, value: {{ $values.tracing.sampled | quote }} }
{{- end }}
{{- range $name, $value := omit $settings "OTEL_RESOURCE_ATTRIBUTES" }}
- { name: {{ $name }}, value: {{ $value | toString | quote }} }
{{- end }}
{{- end }}
