{{- define "jiangtu.serviceNames" -}}
enrolment student-records certificates certificate-lookup employment
{{- end }}

{{/* Every name begins with the release's. */}}
{{- define "jiangtu.name" -}}
{{ .root.Release.Name }}-{{ .component }}
{{- end }}

{{/* What selects the pods of a component; never changes. */}}
{{- define "jiangtu.selector" -}}
app.kubernetes.io/name: jiangtu
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "jiangtu.labels" -}}
{{ include "jiangtu.selector" . }}
app.kubernetes.io/part-of: jiangtu
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "jiangtu.image" -}}
{{ .root.Values.image.repository }}:{{ .tag | default .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "jiangtu.toolsImage" -}}
{{ .Values.trial.toolsImage.repository }}:{{ .Values.trial.toolsImage.tag | default .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "jiangtu.secretName" -}}
{{ (index .root.Values.services .component).secret | default (include "jiangtu.name" .) }}
{{- end }}

{{/* The user of Kafka, and the Secret that Strimzi makes for it or somebody else has made in its shape. */}}
{{- define "jiangtu.kafkaUser" -}}
{{ (get .root.Values.services .component | default .root.Values.kafka.topics).kafkaUser | default (printf "%s-kafka" (include "jiangtu.name" .)) }}
{{- end }}

{{- define "jiangtu.issuer" -}}
{{ .Values.trial.enabled | ternary (printf "http://%s-issuer:4100" .Release.Name) .Values.oidc.issuer }}
{{- end }}

{{- define "jiangtu.brokers" -}}
{{ .Values.trial.enabled | ternary (printf "%s-kafka:9092" .Release.Name) (join "," .Values.kafka.brokers) }}
{{- end }}

{{- define "jiangtu.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "jiangtu.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* Whether servers come with this install: jobs that need them must not be waited for before it. */}}
{{- define "jiangtu.bringsServers" -}}
{{- $values := .Values }}
{{- if and .Release.IsInstall (or $values.trial.enabled (eq $values.database.provider "cloudnativepg")) }}true{{ end }}
{{- end }}

{{/* Before an install and an upgrade, in the order of the weight; at an install that brings the servers, with it. */}}
{{- define "jiangtu.hook" -}}
{{- if not (include "jiangtu.bringsServers" .root) }}
annotations:
  helm.sh/hook: pre-install,pre-upgrade
  helm.sh/hook-weight: {{ .weight | quote }}
  helm.sh/hook-delete-policy: before-hook-creation
{{- end }}
{{- end }}
