# A Debian root that reaches the registries in the way of the machine it was made on.
ARG BASE
FROM $BASE
COPY machine/ /
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    NPM_CONFIG_GLOBALCONFIG=/etc/npmrc \
    DEBIAN_FRONTEND=noninteractive
