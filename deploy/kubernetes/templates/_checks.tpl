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
{{- if eq $kafka.topics.manage "strimzi" }}
{{- if not $kafka.strimzi.cluster }}
{{- $wrong = append $wrong "kafka.strimzi.cluster is not set: give the name of the Kafka resource that the topics belong to." }}
{{- end }}
{{- if not (has $kafka.authentication (list "none" "scram-sha-512" "tls")) }}
{{- $wrong = append $wrong "Strimzi's users know the authentications scram-sha-512 and tls: choose one of them for kafka.authentication." }}
{{- end }}
{{- end }}
{{- if and (gt (int $kafka.topics.replicationFactor) 1) (ge (int $kafka.topics.minInsyncReplicas) (int $kafka.topics.replicationFactor)) }}
{{- $wrong = append $wrong "kafka.topics.minInsyncReplicas must be less than replicationFactor, else nothing can be sent while one broker is away." }}
{{- end }}
{{- if and (ne $values.exposure.kind "none") (not $values.exposure.domain) }}
{{- $wrong = append $wrong "exposure.domain is not set: give the domain below which each service gets a host." }}
{{- end }}
{{- if and (eq $values.exposure.kind "httproute") (not $values.exposure.httproute.gateway) }}
{{- $wrong = append $wrong "exposure.httproute.gateway is not set: give the name of the Gateway." }}
{{- end }}
{{- with $wrong }}
{{- fail (printf "\n%s" (join "\n" .)) }}
{{- end }}
{{- end }}
