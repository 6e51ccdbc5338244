{{/* What no schema can say in a sentence: values that have to be given, or do not go together. */}}
{{- define "jiangtu.check" -}}
{{- $values := .Values }}
{{- $kafka := $values.kafka }}
{{- $wrong := list }}
{{- if not $values.trial.enabled }}
{{- if not $values.oidc.issuer }}
{{- $wrong = append $wrong "oidc.issuer is not set: give the issuer of your OpenID provider as it stands in its tokens, https://…; to look at the system without one, add -f values-trial.yaml." }}
{{- end }}
{{- if not $kafka.brokers }}
{{- $wrong = append $wrong "kafka.brokers is not set: give the bootstrap brokers, --set kafka.brokers={kafka-1:9092,kafka-2:9092}." }}
{{- end }}
{{- else if or (ne $kafka.authentication "none") $kafka.tls (ne $values.database.provider "secret") (ne $kafka.topics.manage "job") }}
{{- $wrong = append $wrong "trial.enabled brings plain servers of its own: leave kafka.tls, kafka.authentication, kafka.topics.manage and database.provider as they are, or do without the trial." }}
{{- end }}
{{- if and (eq $kafka.authentication "tls") (not $kafka.tls) }}
{{- $wrong = append $wrong "kafka.authentication tls is a client certificate, so set kafka.tls to true as well." }}
{{- end }}
{{- if and $values.files.s3.endpoint (not $values.files.s3.bucket) }}
{{- $wrong = append $wrong "files.s3.bucket is not set: make a bucket for this installation alone, and give its name." }}
{{- end }}
{{- if and $values.files.s3.bucket (not $values.files.s3.endpoint) }}
{{- $wrong = append $wrong "files.s3.bucket does nothing without files.s3.endpoint: give the address of the store, or take the bucket away." }}
{{- end }}
{{- if and $values.trustedCa.configMap $values.trustedCa.secret }}
{{- $wrong = append $wrong "trustedCa.configMap and trustedCa.secret are both given: name the one that holds the CA, and take the other away." }}
{{- end }}
{{- if eq $kafka.topics.manage "strimzi" }}
{{- if not $kafka.strimzi.cluster }}
{{- $wrong = append $wrong "kafka.strimzi.cluster is not set: give the name of the Kafka resource that the topics belong to." }}
{{- end }}
{{- if not (has $kafka.authentication (list "none" "scram-sha-512" "tls")) }}
{{- $wrong = append $wrong "Strimzi's users know the authentications scram-sha-512 and tls: choose one of them for kafka.authentication." }}
{{- end }}
{{- end }}
{{- if ge (int $kafka.topics.minInsyncReplicas) (max 2 (int $kafka.topics.replicationFactor)) }}
{{- $wrong = append $wrong "kafka.topics.minInsyncReplicas must be less than replicationFactor (or both 1), else nothing can be sent while one broker is away." }}
{{- end }}
{{- if and (ne $values.exposure.kind "none") (not $values.exposure.domain) }}
{{- $wrong = append $wrong "exposure.domain is not set: give the domain below which each service gets a host." }}
{{- end }}
{{- if and (eq $values.exposure.kind "httproute") (not $values.exposure.httproute.gateway) }}
{{- $wrong = append $wrong "exposure.httproute.gateway is not set: give the name of the Gateway." }}
{{- end }}
{{- with $kafka.topics }}
{{- if ne .manage "job" }}
{{- range list "grow" "kafkaUser" }}
{{- if get $kafka.topics . }}
{{- $wrong = append $wrong (printf "kafka.topics.%s is for the Job that only kafka.topics.manage job has: take it away." .) }}
{{- end }}
{{- end }}
{{- end }}
{{- if eq .manage "none" }}
{{- /* Held against the defaults of values.yaml, which cannot be read here. */}}
{{- range $name, $default := dict "partitions" (dict) "replicationFactor" 3 "minInsyncReplicas" 2 }}
{{- if ne (get $kafka.topics $name | toJson) ($default | toJson) }}
{{- $wrong = append $wrong (printf "kafka.topics.%s does nothing with kafka.topics.manage none: take it away, and set it where the topics are made." $name) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- $declared := .Files.Get "files/topics.json" | fromJson }}
{{- range $topic, $partitions := $kafka.topics.partitions }}
{{- if not (hasKey $declared.topics $topic) }}
{{- $wrong = append $wrong (printf "kafka.topics.partitions: there is no topic %s; name it as files/topics.json does, without the prefix." $topic) }}
{{- end }}
{{- end }}
{{- range $component, $service := $values.services }}
{{- with $service.autoscaling }}
{{- if and .enabled (gt (int .minReplicas) (int .maxReplicas)) }}
{{- $wrong = append $wrong (printf "services.%s.autoscaling.minReplicas is more than maxReplicas: raise the one or lower the other." $component) }}
{{- end }}
{{- end }}
{{- $wrong = concat $wrong (include "jiangtu.wrongSettings" (dict "root" $ "path" (printf "services.%s.settings" $component) "settings" $service.settings) | fromJsonArray) }}
{{- end }}
{{- $wrong = concat $wrong (include "jiangtu.wrongSettings" (dict "root" . "path" "settings" "settings" $values.settings) | fromJsonArray) }}
{{- with $wrong }}
{{- fail (printf "\n%s" (join "\n" .)) }}
{{- end }}
{{- end }}

{{/* Settings that come from elsewhere: given twice, one of them would be lost, and a secret would stand in the values. Others
that no service knows would do nothing. */}}
{{- define "jiangtu.wrongSettings" -}}
{{- $secret := "the Secret of the service (services.<service>.secret)" }}
{{- $places := dict
  "DATABASE_URL" $secret "MIGRATION_DATABASE_URL" $secret "REDIS_URL" $secret "SEALING_KEYS" $secret "TOPIC_KEYS" $secret
  "KAFKA_SASL_PASSWORD" "the Secret of the user (services.<service>.kafkaUser)"
  "KAFKA_SASL_USERNAME" "services.<service>.kafkaUser"
  "KAFKA_SASL_MECHANISM" "kafka.authentication"
  "KAFKA_SECURITY_PROTOCOL" "kafka.tls and kafka.authentication"
  "KAFKA_SSL_CA_LOCATION" "kafka.caSecret"
  "KAFKA_SSL_CERTIFICATE_LOCATION" "kafka.authentication"
  "KAFKA_SSL_KEY_LOCATION" "kafka.authentication"
  "KAFKA_BROKERS" "kafka.brokers"
  "KAFKA_TOPIC_PREFIX" "kafka.topicPrefix"
  "OIDC_ISSUER" "oidc.issuer"
  "OIDC_AUDIENCE" "oidc.audience"
  "HTTP_TRUSTED_PROXIES" "exposure.trustedProxies"
  "FILES_S3_ENDPOINT" "files.s3.endpoint"
  "FILES_S3_BUCKET" "files.s3.bucket"
  "FILES_S3_REGION" "files.s3.region"
  "FILES_S3_ACCESS_KEY_ID" "the Secret of the store (files.s3.secret)"
  "FILES_S3_SECRET_ACCESS_KEY" "the Secret of the store (files.s3.secret)"
  "OTEL_EXPORTER_OTLP_ENDPOINT" "tracing.endpoint"
  "OTEL_TRACES_SAMPLER_ARG" "tracing.sampled"
  "NODE_EXTRA_CA_CERTS" "trustedCa"
  "HOST" "the image" "PORT" "the chart" "NODE_ENV" "the image" }}
{{- $wrong := list }}
{{- $known := .root.Files.Get "files/settings.json" | fromJsonArray }}
{{- range $name, $_ := .settings }}
{{- with get $places $name }}
{{- $wrong = append $wrong (printf "%s.%s cannot be given there, since it comes from %s: take it away." $.path $name .) }}
{{- else }}
{{- if not (has $name $known) }}
{{- $wrong = append $wrong (printf "%s.%s is a setting that no service knows: name it as docs/settings.md does, or take it away." $.path $name) }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $wrong }}
{{- end }}
