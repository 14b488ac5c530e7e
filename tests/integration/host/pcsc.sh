#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# libinkan through pcscd and vpcd: shared readers, swaps, resets, programs
# that die, threads, waiting.
# card: empty
# timeout: 180
export HOST_IMAGES=$BUILD/tests/loop/host
CMOCKA_MESSAGE_OUTPUT=TAP exec "$BUILD/tests/integration/host/pcsc_play"
