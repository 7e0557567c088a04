#pragma once

/* Everything that a Storport miniport needs stands in wdm.h. */
#include "wdm.h"
